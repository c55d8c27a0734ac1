// With scripts switched off everything works; with them the list follows what is typed.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { base, enter, started, visitor, watched } from "./site.mjs";

let browser;
before(async () => { browser = await started(); });
after(() => browser.close());

const firms = (page) => page.locator("#found li.firm");

test("without scripts: search by form", async () => {
  const context = await visitor(browser, { javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${base}/firms`);
  const all = await firms(page).count();
  assert.ok(all > 5, `${all} firms`);
  await page.locator("#q").fill("antevue");
  await page.locator("form.finder button").first().click();
  assert.equal(new URL(page.url()).searchParams.get("q"), "antevue");
  const found = await firms(page).count();
  assert.ok(found > 0 && found < all, `${found} of ${all} firms`);
  assert.match(await firms(page).first().innerText(), /antevue/iu);
  await context.close();
});

test("without scripts: language and appearance are switched, where one is, and kept", async () => {
  const context = await visitor(browser, { javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${base}/firms?q=simulation`);
  await page.locator("form.prefer select[name=language]").selectOption("en");
  await page.locator("form.prefer select[name=theme]").selectOption("dark");
  await page.locator("form.prefer button").click();
  assert.equal(page.url(), `${base}/firms?q=simulation`);
  const other = await context.newPage();
  await other.goto(`${base}/sectors`);
  for (const one of [page, other]) {
    assert.equal(await one.locator("html").getAttribute("lang"), "en");
    assert.equal(await one.locator("html").getAttribute("data-theme"), "dark");
    assert.equal(await one.locator("form.prefer select[name=theme]").inputValue(), "dark");
  }
  await context.close();
});

test("with scripts: the list follows what is typed, and the page is not loaded again", async () => {
  const context = await visitor(browser);
  const page = await context.newPage();
  const complaints = watched(page);
  let loads = 0;
  page.on("request", (request) => { loads += Number(request.resourceType() === "document"); });
  await page.goto(`${base}/firms`);
  const all = await firms(page).count();
  await page.locator("#q").pressSequentially("antevue", { delay: 20 });
  await page.waitForFunction((before) => document.querySelectorAll("#found li.firm").length < before, all);
  assert.match(await firms(page).first().innerText(), /antevue/iu);
  assert.equal(await page.evaluate(() => document.activeElement.id), "q");
  assert.equal(new URL(page.url()).searchParams.get("q"), "antevue");
  assert.equal(loads, 1);
  // Whoever copies the address gets the same list.
  await page.reload();
  assert.ok((await firms(page).count()) < all);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("the switch of the demonstration signs in and out", async () => {
  const context = await visitor(browser);
  const page = await context.newPage();
  await enter(page, "firm:antevue");
  await page.goto(`${base}/firms`);
  assert.match(await page.locator(".who").innerText(), /antevue/iu);
  await enter(page, "public");
  await page.goto(`${base}/firms`);
  assert.equal(await page.locator(".who a[href='/sign-in']").count(), 1);
  await context.close();
});
