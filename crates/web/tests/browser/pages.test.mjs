// Every public page, in both languages and appearances, in a wide and a narrow window.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { PUBLIC, barriers, base, overflow, started, visitor, watched } from "./site.mjs";

let browser;
before(async () => { browser = await started(); });
after(() => browser.close());

for (const language of ["fr", "en"]) {
  for (const theme of ["light", "dark"]) {
    for (const width of [1280, 390]) {
      describe(`${language}, ${theme}, ${width} px`, () => {
        let context;
        before(async () => { context = await visitor(browser, { language, theme, width }); });
        after(() => context.close());
        for (const [path, status] of PUBLIC) {
          test(path, async () => {
            const page = await context.newPage();
            const complaints = watched(page);
            const answer = await page.goto(base + path, { waitUntil: "networkidle" });
            assert.equal(answer.status(), status);
            assert.equal(page.url(), base + path);
            assert.equal(await page.locator("html").getAttribute("lang"), language);
            assert.equal(await page.locator("html").getAttribute("data-theme"), theme);
            assert.match(await page.title(), /^\S.* · Passerelle$/u);
            assert.equal(await page.locator("h1").count(), 1);
            assert.deepEqual(await barriers(page), []);
            assert.ok((await overflow(page)) <= 0, `the page is ${await overflow(page)} px wider than the window`);
            assert.deepEqual(complaints, []);
            await page.close();
          });
        }
      });
    }
  }
}

test("the appearance of the device is followed when nobody chose one", async () => {
  const grounds = [];
  for (const colorScheme of ["light", "dark"]) {
    const context = await visitor(browser, { colorScheme });
    const page = await context.newPage();
    await page.goto(`${base}/firms`);
    grounds.push(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
    assert.deepEqual(await barriers(page), []);
    await context.close();
  }
  assert.notEqual(grounds[0], grounds[1]);
});

test("what went wrong is told in French, beside the field", async () => {
  const context = await visitor(browser, { language: "fr" });
  const page = await context.newPage();
  await page.goto(`${base}/register`);
  await page.locator("main form button").first().click();
  const faults = page.locator(".faults");
  await faults.waitFor();
  assert.doesNotMatch(await faults.innerText(), /\b(is|has|the|write|fill)\b/u);
  const said = await page.locator("[aria-invalid=true]").first().getAttribute("aria-describedby");
  assert.match(await page.locator(`#${said}`).innerText(), /^Est vide/u);
  assert.deepEqual(await barriers(page), []);
  await context.close();
});

test("a firm's own words are told in their language, whatever that of the page is", async () => {
  const context = await visitor(browser, { language: "fr" });
  const page = await context.newPage();
  await page.goto(`${base}/firms/antevue`);
  const spoken = (text) => page.getByText(text).first().evaluate((one) => one.closest("[lang]").lang);
  assert.equal(await spoken("Flight dynamics"), "en");
  assert.equal(await spoken("Compétences"), "fr");
  await context.close();
});
