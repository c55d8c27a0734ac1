// What pages do beyond forms and links. Everything works without it, but for live updates.
(() => {
  "use strict";
  const words = document.body.dataset;
  document.documentElement.classList.add("js");

  // Search as you type: the form of a list fetches the page again and takes the list out of it.
  for (const form of document.querySelectorAll("form[data-live]")) {
    const target = form.dataset.live;
    const also = form.dataset.also;
    const ask = () => {
      // What the reader has unfolded stays so when its part of the page is another.
      const open = also ? [...document.querySelectorAll(`${also} details[open]`)].map((one) => one.id) : [];
      const question = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
      const address = form.getAttribute("action") + (question.size ? "?" + question : "");
      htmx.ajax("GET", address, { target, select: target, selectOOB: also, swap: "outerHTML" })
        .then(() => open.forEach((id) => document.getElementById(id)?.setAttribute("open", "")));
      history.replaceState(null, "", address);
    };
    let later;
    form.addEventListener("input", () => { clearTimeout(later); later = setTimeout(ask, 250); });
    form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(later); ask(); });
  }

  // Drafts: what is typed into a form that says so is kept in this browser until it is saved.
  for (const form of document.querySelectorAll("form[data-draft]")) {
    const key = "draft:" + form.dataset.draft;
    const fields = () => [...form.elements].filter((one) => one.name && one.name !== "csrf" && !["file", "password", "submit", "button"].includes(one.type));
    const now = () => JSON.stringify(fields().map((one) => [one.name, one.type === "checkbox" || one.type === "radio" ? one.checked : one.value]));
    const before = now();
    let sent = false;
    const kept = localStorage.getItem(key);
    if (kept && kept !== before) {
      const values = JSON.parse(kept);
      const all = fields();
      if (values.length === all.length) {
        const undo = before;
        const put = (list) => list.forEach(([, value], at) => { if (typeof value === "boolean") all[at].checked = value; else all[at].value = value; });
        put(values);
        const told = document.createElement("div");
        told.className = "told";
        told.setAttribute("role", "status");
        told.textContent = words.restored + " ";
        const button = document.createElement("button");
        button.type = "button";
        button.className = "small";
        button.textContent = words.discard;
        button.addEventListener("click", () => { put(JSON.parse(undo)); localStorage.removeItem(key); told.remove(); });
        told.append(button);
        form.before(told);
      }
    }
    let later;
    form.addEventListener("input", () => { clearTimeout(later); later = setTimeout(() => localStorage.setItem(key, now()), 400); });
    form.addEventListener("submit", () => { sent = true; clearTimeout(later); localStorage.removeItem(key); });
    addEventListener("beforeunload", (event) => { if (!sent && ("dirty" in form.dataset || now() !== before)) { event.preventDefault(); event.returnValue = words.unsaved; } });
  }

  // A list of rows grows by one from its template.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-more]");
    if (!button) return;
    const template = document.getElementById(button.dataset.more);
    const list = template?.previousElementSibling;
    if (!template || !list) return;
    event.preventDefault();
    list.append(template.content.cloneNode(true));
    list.lastElementChild.querySelector("input, select, textarea")?.focus();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-less]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("li");
    const form = row.closest("form");
    row.remove();
    form?.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // A file dropped on its field is the file of the field.
  for (const zone of document.querySelectorAll(".drop")) {
    const input = zone.querySelector("input[type=file]");
    const form = zone.closest("form");
    form.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("over"); });
    form.addEventListener("dragleave", () => zone.classList.remove("over"));
    form.addEventListener("drop", (event) => {
      zone.classList.remove("over");
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      input.files = event.dataTransfer.files;
    });
  }

  // A card of the board is dragged to another column: its own form says so. Whoever has no mouse uses the form.
  if (matchMedia("(hover: hover) and (pointer: fine)").matches) {
    let carried = null;
    const column = (event) => carried && event.target.closest?.(".board .column");
    const leave = () => document.querySelectorAll(".column.over").forEach((one) => one.classList.remove("over"));
    // Only the card itself is taken hold of, not the words in its fields.
    document.addEventListener("pointerover", (event) => {
      const card = event.target.closest?.(".board .follow");
      if (card) card.draggable = !event.target.closest("input, textarea, select, details[open]");
    });
    document.addEventListener("dragstart", (event) => {
      carried = event.target.closest?.(".board .follow") ?? null;
      if (carried) event.dataTransfer.effectAllowed = "move";
    });
    document.addEventListener("dragover", (event) => {
      const over = column(event);
      if (!over) return;
      event.preventDefault();
      if (!over.classList.contains("over")) { leave(); over.classList.add("over"); }
    });
    document.addEventListener("dragend", () => { carried = null; leave(); });
    document.addEventListener("drop", (event) => {
      const over = column(event);
      if (!over) return;
      event.preventDefault();
      const stage = carried.querySelector("select[name=stage]");
      if (carried.closest(".column") === over) return;
      stage.value = over.dataset.stage;
      stage.form.requestSubmit();
    });
  }

  document.addEventListener("click", (event) => { if (event.target.closest("[data-print]")) print(); });

  // Sliders say where they stand.
  document.addEventListener("input", (event) => {
    const output = event.target.type === "range" && document.querySelector(`output[for="${event.target.id}"]`);
    if (output) output.textContent = event.target.value;
  });

  // A run under way: its part of the page is fetched again when the server tells that something has changed.
  const watched = document.querySelector("[data-watch]");
  if (watched) {
    const stream = new EventSource(watched.dataset.watch);
    const target = watched.dataset.refresh;
    let last = 0;
    let later;
    const refresh = () => { last = Date.now(); htmx.ajax("GET", location.href, { target, select: target, swap: "outerHTML" }); };
    stream.addEventListener("job", (event) => {
      const over = !["queued", "running"].includes(JSON.parse(event.data).status);
      clearTimeout(later);
      if (over) stream.close();
      if (over || Date.now() - last > 800) refresh(); else later = setTimeout(refresh, 800);
    });
    stream.onerror = () => stream.close();
  }

  // The grid: a meeting is dragged to another cell; what that would do is told before the drop.
  for (const grid of document.querySelectorAll("table[data-grid]")) {
    const told = document.createElement("p");
    told.className = "note grid-told";
    told.setAttribute("role", "status");
    told.hidden = true;
    grid.closest(".scroll").after(told);
    const say = (text, bad) => { told.hidden = !text; told.textContent = text; told.classList.toggle("bad", !!bad); };
    const about = (link) => Object.fromEntries(new URL(link.href).searchParams);
    const edit = (link, cell) => {
      const there = cell.querySelector(".meeting");
      if (there === link) return null;
      return there ? { kind: "swap", ...about(link), with: about(there) } : { kind: "move", ...about(link), slot: cell.dataset.slot, table: cell.dataset.table };
    };
    let dragged = null;
    let known = new Map();
    const weigh = async (cell) => {
      const asked = edit(dragged, cell);
      if (!asked) return null;
      const key = JSON.stringify(asked);
      if (!known.has(key)) {
        known.set(key, fetch(grid.dataset.tries, { method: "POST", headers: { "Content-Type": "application/json", "X-CSRF-Token": grid.dataset.csrf }, body: key })
          .then(async (response) => ({ asked, answer: await response.json(), ok: response.ok })));
      }
      return known.get(key);
    };
    const words = (answer, ok) => {
      if (!ok) return answer.title || "";
      const language = document.documentElement.lang;
      if (!answer.possible) return answer.conflicts.map((one) => one.sentence[language]).join(" ");
      const change = answer.value.change;
      return grid.dataset.possible + (change ? ` (${change > 0 ? "+" : ""}${change})` : "");
    };
    grid.addEventListener("dragstart", (event) => { dragged = event.target.closest(".meeting"); known = new Map(); event.dataTransfer.effectAllowed = "move"; });
    grid.addEventListener("dragend", () => { dragged = null; grid.querySelectorAll(".over").forEach((one) => one.classList.remove("over", "no")); });
    grid.addEventListener("dragover", (event) => { if (dragged && event.target.closest("td[data-slot]")) event.preventDefault(); });
    grid.addEventListener("dragenter", async (event) => {
      const cell = dragged && event.target.closest("td[data-slot]");
      if (!cell || cell.classList.contains("over")) return;
      grid.querySelectorAll(".over").forEach((one) => one.classList.remove("over", "no"));
      cell.classList.add("over");
      const weighed = await weigh(cell);
      if (!weighed || !cell.classList.contains("over")) return;
      const good = weighed.ok && weighed.answer.possible;
      cell.classList.toggle("no", !good);
      say(words(weighed.answer, weighed.ok), !good);
    });
    grid.addEventListener("drop", async (event) => {
      const cell = dragged && event.target.closest("td[data-slot]");
      if (!cell) return;
      event.preventDefault();
      const weighed = await weigh(cell);
      if (!weighed) return;
      if (!weighed.ok || !weighed.answer.possible) { say(words(weighed.answer, weighed.ok), true); return; }
      const form = document.createElement("form");
      form.method = "post";
      form.action = grid.dataset.grid;
      const asked = weighed.asked;
      const fields = { csrf: grid.dataset.csrf, version: grid.dataset.version, back: location.pathname + location.search, ...asked };
      if (asked.with) fields.with = [asked.with.desk, asked.with.firm, asked.with.brief].join("|");
      for (const [name, value] of Object.entries(fields)) {
        const input = document.createElement("input");
        input.type = "hidden";
        input.name = name;
        input.value = value;
        form.append(input);
      }
      document.body.append(form);
      form.submit();
    });
  }

  // What went wrong is where the reader goes first.
  document.querySelector(".faults")?.focus();
})();
