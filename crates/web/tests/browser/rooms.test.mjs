// The rooms behind the door: the organiser's desk, a client's, a firm's, and everybody's own agenda.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { barriers, base, enter, overflow, started, visitor, watched } from "./site.mjs";

const EVENT = "/desk/events/rencontres-rd-2027";
const CLIENT = "/rooms/client/garoneo";

const ROOMS = {
  organiser: [
    "/desk", "/desk/firms", "/desk/clients", "/desk/people", "/desk/import", "/desk/events/new", EVENT, `${EVENT}/desks`, `${EVENT}/firms`,
    `${EVENT}/plan`, `${EVENT}/agenda`, `${EVENT}/agenda?by=desks`, `${EVENT}/agenda?by=firms`, `${EVENT}/proof`, `${EVENT}/scenarios`,
    `${EVENT}/releases`, `${EVENT}/hand-outs`, `${EVENT}/day`, "/rooms/firm/antevue", `${CLIENT}`,
  ],
  "client:garoneo": [
    CLIENT, `${CLIENT}/briefs/new`, `${CLIENT}/briefs/h2-storage`, `${CLIENT}/briefs/garoneo-lot-7`, `${CLIENT}/briefs/h2-storage/firms`,
    `${CLIENT}/briefs/h2-storage/compare?firm=cryolauze&firm=kestrane`, `${CLIENT}/wishes`, `${CLIENT}/agenda`,
  ],
  "firm:antevue": ["", "/profile", "/briefs", "/wishes", "/absences", "/agenda", "/colleagues"].map((path) => `/rooms/firm/antevue${path}`),
};

let browser;
before(async () => { browser = await started(); });
after(() => browser.close());

async function planned(page) {
  await page.goto(`${base}${EVENT}/plan`);
  await page.locator("main form.card button").click();
  await page.locator("#run .chip.good").waitFor({ timeout: 120_000 });
}

describe("from a plan to everybody's own agenda", () => {
  test("planned, changed by hand and had back, released, opened by a private link", async () => {
    const context = await visitor(browser);
    const page = await context.newPage();
    const complaints = watched(page);
    await enter(page, "organiser");
    await planned(page);

    // A meeting is dragged to a free cell; the page says so and gives the way back.
    await page.goto(`${base}${EVENT}/agenda`);
    const meeting = page.locator(".grid .meeting").first();
    const name = await meeting.innerText();
    const cell = page.locator(".grid td[data-slot]:not(.held)").first();
    const place = await cell.evaluate((one) => [one.dataset.slot, one.dataset.table]);
    await meeting.dragTo(cell);
    const moved = page.locator(`td[data-slot="${place[0]}"][data-table="${place[1]}"] .meeting`);
    const refused = page.locator(".grid-told.bad");
    await moved.or(refused).first().waitFor();
    if (await moved.count()) {
      assert.equal(await moved.innerText(), name);
      await page.locator(".told button").click();
      await page.locator(".told").waitFor();
      assert.equal(await page.locator(".grid .meeting").first().innerText(), name);
    } else {
      assert.ok((await refused.innerText()).length > 10, "a refusal says why");
    }

    // A meeting dropped where its desk sits already is refused before it is written, by name of the rule's sentence.
    await page.goto(`${base}${EVENT}/agenda?by=desks`);
    const clash = await page.evaluate(() => {
      for (const row of document.querySelectorAll(".grid tbody tr")) {
        const held = [...row.querySelectorAll(".meeting")];
        if (held.length > 1) return [held[0].href, held[1].closest("td").dataset.slot];
      }
    });
    await page.goto(clash[0]);
    const form = page.locator("form:has(input[value=move])");
    await form.locator("select[name=slot]").selectOption(clash[1]);
    await form.locator("button[name=try]").click();
    await page.locator(".faults li").first().waitFor();
    assert.deepEqual(await barriers(page), []);

    // Released, and opened without an account, on a phone.
    await page.goto(`${base}${EVENT}/releases`);
    await page.locator("#note").fill("Première version");
    await page.locator("main form.card button").click();
    await page.waitForURL(/releases\/\d+$/u);
    await page.goto(`${base}${EVENT}/hand-outs`);
    const link = new URL(await page.locator('table a[href*="/a/"]').first().getAttribute("href")).pathname;
    const phone = await visitor(browser, { width: 390 });
    const own = await phone.newPage();
    const answer = await own.goto(base + link);
    assert.equal(answer.status(), 200);
    assert.ok((await own.locator(".slot").count()) > 0);
    assert.deepEqual(await barriers(own), []);
    assert.ok((await overflow(own)) <= 0);
    const calendar = await phone.request.get(`${base}${link}/calendar.ics`);
    assert.match(await calendar.text(), /^BEGIN:VCALENDAR\r\n[^]*END:VEVENT/u);
    assert.equal((await phone.request.get(`${base}${link.slice(0, -3)}aaa`)).status(), 404);
    assert.deepEqual(complaints, []);
    await phone.close();
    await context.close();
  });
});

for (const [party, paths] of Object.entries(ROOMS)) {
  for (const [language, width] of [["fr", 1280], ["en", 390]]) {
    describe(`${party}, ${language}, ${width} px`, () => {
      let context;
      before(async () => {
        context = await visitor(browser, { language, width });
        const page = await context.newPage();
        await enter(page, party);
        await page.close();
      });
      after(() => context.close());
      for (const path of paths) {
        test(path, async () => {
          const page = await context.newPage();
          const complaints = watched(page);
          const answer = await page.goto(base + path, { waitUntil: "networkidle" });
          assert.equal(answer.status(), 200);
          assert.equal(await page.locator("html").getAttribute("lang"), language);
          assert.equal(await page.locator("h1").count(), 1);
          assert.deepEqual(await barriers(page), []);
          assert.ok((await overflow(page)) <= 0, `the page is ${await overflow(page)} px wider than the window`);
          assert.deepEqual(complaints, []);
          await page.close();
        });
      }
    });
  }

  test(`every link in the room of ${party} answers`, async () => {
    const context = await visitor(browser);
    const page = await context.newPage();
    await enter(page, party);
    await page.close();
    const seen = new Set(paths);
    const waiting = [...paths];
    const dead = [];
    // Of pages that differ by their question only a few are enough: each pair of an agenda has one.
    const alike = new Map();
    while (waiting.length && seen.size < 70 + paths.length) {
      const path = waiting.shift();
      const answer = await context.request.get(base + path, { maxRedirects: 5 });
      if (answer.status() >= 400) dead.push(`${answer.status()} ${path}`);
      if (!(answer.headers()["content-type"] ?? "").startsWith("text/html")) continue;
      for (const [, href] of (await answer.text()).matchAll(/<a [^>]*?href="([^"]+)"/gu)) {
        const address = new URL(href.replaceAll("&amp;", "&"), base + path);
        if (address.origin !== base || seen.has(address.pathname + address.search)) continue;
        const known = alike.get(address.pathname) ?? 0;
        if (known >= 3) continue;
        alike.set(address.pathname, known + 1);
        seen.add(address.pathname + address.search);
        waiting.push(address.pathname + address.search);
      }
    }
    assert.deepEqual(dead, []);
    assert.ok(seen.size > paths.length, "there are links");
    await context.close();
  });
}

test("a client pastes a brief, corrects a strength, and has it back", async () => {
  const context = await visitor(browser, { javaScriptEnabled: false });
  const page = await context.newPage();
  const answer = await context.request.post(`${base}/demo/visit`, { form: { party: "client:garoneo" } });
  assert.ok(answer.ok());
  await page.goto(`${base}${CLIENT}/briefs/new`);
  await page.locator("form.card button").click();
  assert.match(await page.locator(".faults").innerText(), /vide/u);
  await page.locator("#text").fill("# Banc d’essai\n\nIndispensable : certification EN 9100.\n\nUn plus : langage Rust.");
  await page.locator("form.card button").click();
  await page.waitForURL(/briefs\/[^/]+$/u);
  const must = page.locator(".asked li").first().locator("button.must");
  assert.equal(await must.getAttribute("aria-pressed"), "true");
  await page.locator(".asked li").first().locator("button.nice").click();
  assert.equal(await page.locator(".asked li").first().locator("button.nice").getAttribute("aria-pressed"), "true");
  await page.locator(".told button").click();
  assert.equal(await page.locator(".asked li").first().locator("button.must").getAttribute("aria-pressed"), "true");
  await page.goto(`${page.url().split("#")[0]}/firms`);
  assert.ok((await page.locator(".ranked > li").count()) > 0 || (await page.locator(".empty").count()) > 0);
  await context.close();
});
