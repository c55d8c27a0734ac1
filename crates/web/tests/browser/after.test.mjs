// After the event: outcomes in one click, cards that move, figures.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { barriers, base, enter, overflow, released, started, visitor, watched } from "./site.mjs";

const ROOMS = [
  ["organiser", (event) => [`/desk/events/${event}/after`, `/events/${event}/figures`]],
  ["client:garoneo", (event) => ["/rooms/client/garoneo/after", `/rooms/client/garoneo/after/${event}`]],
  ["firm:antevue", (event) => ["/rooms/firm/antevue/after", `/rooms/firm/antevue/after/${event}`]],
];

let browser, event;
before(async () => {
  browser = await started();
  const context = await visitor(browser);
  const page = await context.newPage();
  await enter(page, "organiser");
  event = await released(page);
  await context.close();
});
after(() => browser.close());

describe("no barriers, nothing wider than the window", () => {
  for (const [theme, language] of [["light", "fr"], ["dark", "en"]]) {
    for (const width of [1280, 390]) {
      for (const [party, pages] of ROOMS) {
        test(`${party}, ${language}, ${theme}, ${width} px`, async () => {
          const context = await visitor(browser, { language, theme, width });
          const page = await context.newPage();
          await enter(page, party);
          const complaints = watched(page);
          for (const path of pages(event)) {
            assert.equal((await page.goto(base + path)).status(), 200);
            // Folded forms count as well.
            await page.evaluate(() => document.querySelectorAll("main details").forEach((one, at) => { one.open = at < 3; }));
            assert.equal(await page.locator("h1").count(), 1);
            assert.deepEqual(await barriers(page), [], path);
            assert.ok((await overflow(page)) <= 0, `${path} is ${await overflow(page)} px wider than the window`);
          }
          assert.deepEqual(complaints, []);
          await context.close();
        });
      }
    }
  }
});

const tally = async (page, stage) => Number((await page.locator(`.column[data-stage=${stage}] > h2 .tally`).innerText()).replace(/\D/gu, ""));
const card = (page, stage) => page.locator(`.column[data-stage=${stage}] .follow`);

test("without scripts: an outcome in one click, a card moved by its form, and both undone", async () => {
  const context = await visitor(browser, { javaScriptEnabled: false });
  const page = await context.newPage();
  await enter(page, "client:garoneo");
  await page.goto(`${base}/rooms/client/garoneo/after`);
  const first = page.locator(".said > li").first();
  await first.locator("button[value=useful]").click();
  await first.locator("button[value=rfq]").click();
  assert.equal(await first.locator("button[value=useful]").getAttribute("aria-pressed"), "true");
  assert.equal(await first.locator("button[value=-rfq]").getAttribute("aria-pressed"), "true");
  await page.locator(".told button").click();
  assert.equal(await first.locator("button[value=rfq]").getAttribute("aria-pressed"), "false");

  await page.goto(`${base}/rooms/client/garoneo/after/${event}`);
  const met = await tally(page, "met");
  const id = await card(page, "met").last().getAttribute("id");
  await page.locator(`[id="${id}"] select[name=stage]`).selectOption("rfq");
  await page.locator(`[id="${id}"] .move button`).click();
  assert.equal(await page.locator(`.column[data-stage=rfq] [id="${id}"]`).count(), 1);
  assert.equal(await tally(page, "met"), met - 1);
  await page.locator(".told button").click();
  assert.equal(await tally(page, "met"), met);
  await context.close();
});

test("with a mouse a card is dragged to another column", async () => {
  const context = await visitor(browser);
  const page = await context.newPage();
  const complaints = watched(page);
  await enter(page, "client:garoneo");
  await page.goto(`${base}/rooms/client/garoneo/after/${event}`);
  const id = await card(page, "met").first().getAttribute("id");
  await page.locator(`[id="${id}"] h3`).hover();
  await page.locator(`[id="${id}"] .facts`).first().dragTo(page.locator(".column[data-stage=nda] > h2"));
  await page.locator(`.column[data-stage=nda] [id="${id}"]`).waitFor();
  // What the form refuses is still there, beside its field.
  const moved = page.locator(`[id="${id}"]`);
  await moved.locator("summary").click();
  await moved.locator("[name=co_financing_pct]").fill("140");
  await moved.locator("[name=note]").fill("gardée");
  await moved.locator("details button").click();
  await page.locator(".faults").waitFor();
  assert.equal(await moved.locator("[name=co_financing_pct]").getAttribute("aria-invalid"), "true");
  assert.equal(await moved.locator("[name=note]").inputValue(), "gardée");
  assert.deepEqual(await barriers(page), []);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("figures: a chart says in words what it draws, and a table holds its numbers", async () => {
  const context = await visitor(browser, { language: "en" });
  const page = await context.newPage();
  await enter(page, "organiser");
  await page.goto(`${base}/events/${event}/figures`);
  const charts = page.locator("section.charted");
  assert.equal(await charts.count(), 3);
  const told = await charts.first().locator("desc").textContent();
  const held = await charts.first().locator("tbody td").first().innerText();
  assert.match(told, new RegExp(`^Held ${held},`, "u"));
  const widths = await charts.first().locator("rect").evaluateAll((all) => all.map((one) => Number(one.getAttribute("width"))));
  assert.deepEqual(widths, [...widths].sort((one, two) => two - one), "the funnel only falls");
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("header.top").isVisible(), false);
  assert.equal(await charts.first().isVisible(), true);
  await context.close();
});
