// The filters of the directory: beside the list on a wide screen, folded on a phone, by form without scripts.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { barriers, base, overflow, started, visitor, watched } from "./site.mjs";

let browser;
before(async () => { browser = await started(); });
after(() => browser.close());

const total = async (page) => Number((await page.locator("#found > .facts").innerText()).replace(/\D/gu, ""));

test("with scripts: a box narrows the list and the other counts, the page is not loaded again", async () => {
  const context = await visitor(browser, { language: "fr" });
  const page = await context.newPage();
  const complaints = watched(page);
  let loads = 0;
  page.on("request", (request) => { loads += Number(request.resourceType() === "document"); });
  await page.goto(`${base}/firms`);
  const all = await total(page);
  await page.locator("#more-sector summary").click();
  const box = page.locator("#sector-rail");
  const expected = Number(await box.locator("xpath=..").locator(".tally").innerText());
  const skills = await page.locator("#facets fieldset").first().innerText();
  await box.check();
  await page.locator("a.chip.off", { hasText: "ferroviaire" }).waitFor();
  assert.equal(await total(page), expected);
  assert.ok(expected < all);
  await page.waitForFunction((before) => document.querySelector("#facets fieldset").innerText !== before, skills);
  assert.equal(await page.evaluate(() => document.activeElement.id), "sector-rail");
  assert.equal(await page.locator("#more-sector").getAttribute("open"), "");
  assert.equal(new URL(page.url()).searchParams.get("sector"), "rail");
  // A second box and words on top of it.
  await page.locator("#city-toulouse").check();
  await page.locator("a.chip.off", { hasText: "Toulouse" }).waitFor();
  const both = await total(page);
  assert.ok(both < expected);
  await page.locator("#q").pressSequentially("essai", { delay: 20 });
  await page.waitForFunction((before) => !document.querySelector("#found > .facts").innerText.startsWith(`${before} `), both);
  assert.equal(loads, 1);
  assert.deepEqual(await barriers(page), []);
  // Taken off again.
  await page.locator("a.chip.off", { hasText: "Toulouse" }).click();
  assert.equal(new URL(page.url()).searchParams.get("city"), null);
  assert.equal(await page.locator("#city-toulouse").isChecked(), false);
  assert.equal(await page.locator("#sector-rail").isChecked(), true);
  await page.locator("a.clear").click();
  assert.equal(await total(page), all);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("without scripts: boxes are sent by a button", async () => {
  const context = await visitor(browser, { javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${base}/firms`);
  const all = await total(page);
  await page.locator("#size-small").check();
  await page.locator("#facets .unscripted button").click();
  assert.equal(new URL(page.url()).searchParams.get("size"), "small");
  assert.ok((await total(page)) < all);
  assert.ok(await page.locator("#size-small").isChecked());
  await context.close();
});

test("on a phone the filters are folded, open at a touch, and nothing is wider than the window", async () => {
  const context = await visitor(browser, { width: 390, language: "en" });
  const page = await context.newPage();
  await page.goto(`${base}/firms`);
  assert.equal(await page.locator("#sector-rail").isVisible(), false);
  await page.locator(".fold > summary").click();
  assert.equal(await page.locator("#sector-rail").isVisible(), true);
  assert.deepEqual(await barriers(page), []);
  assert.ok((await overflow(page)) <= 0);
  await context.close();
});
