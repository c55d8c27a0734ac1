// Without a mouse.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PUBLIC, account, base, started, visitor } from "./site.mjs";

let browser, context, page;
before(async () => {
  browser = await started();
  context = await visitor(browser, { language: "fr" });
  page = await context.newPage();
});
after(() => browser.close());

/** What has the focus, whether it can be seen, and whether the eye finds it. */
const focused = () => page.evaluate(() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  return {
    what: one.outerHTML.slice(0, 80),
    kind: one.className,
    id: one.id,
    inside: box.width > 0 && box.height > 0 && box.left >= 0 && box.right <= innerWidth + 1 && box.bottom > 0 && box.top < innerHeight,
    marked: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none",
  };
});

for (const [path] of PUBLIC) {
  test(`${path}: the skip link comes first, every stop can be seen, none holds the focus`, async () => {
    await page.goto(base + path);
    // A page that sets the focus itself is started from its beginning all the same.
    await page.evaluate(() => document.activeElement?.blur());
    await page.keyboard.press("Tab");
    const first = await focused();
    assert.equal(first?.kind, "skip");
    const seen = [];
    for (let stop = first, n = 0; stop && n < 300; n += 1) {
      assert.ok(stop.inside, `focus is out of sight at ${stop.what}`);
      assert.ok(stop.marked, `focus has no mark at ${stop.what}`);
      seen.push(stop.what);
      await page.keyboard.press("Tab");
      stop = await focused();
      if (!stop) break;
      assert.ok(n < 299, "the focus never leaves the page");
    }
    assert.ok(seen.length > 5, `${seen.length} stops`);
  });
}

test("the skip link leads to what the page is about", async () => {
  await page.goto(`${base}/firms`);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal((await focused())?.id, "main");
  await page.keyboard.press("Tab");
  assert.equal((await focused())?.id, "q");
});

test("a link to sign in is asked for with the keyboard alone", async () => {
  await page.goto(`${base}/sign-in`);
  await page.locator("#link-email").focus();
  await page.keyboard.type("nobody@example.org");
  await page.keyboard.press("Enter");
  await page.locator("main [role=status]").waitFor();
  assert.equal(await page.locator(".faults").count(), 0);
});

test("somebody signs in and out with the keyboard alone", async () => {
  await page.goto(`${base}/sign-in`);
  await page.locator("#email").focus();
  await page.keyboard.type(account.email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(account.password);
  await page.keyboard.press("Enter");
  await page.locator("form[action='/sign-out'] button").focus();
  assert.match(await page.locator(".who").innerText(), /Browser/u);
  await page.keyboard.press("Enter");
  await page.locator(".who a[href='/sign-in']").waitFor();
});

test("what went wrong has the focus, and its links lead to the fields", async () => {
  await page.goto(`${base}/sign-in`);
  await page.locator("#email").focus();
  await page.keyboard.type("nobody@example.org");
  await page.keyboard.press("Tab");
  await page.keyboard.type("not the words");
  await page.keyboard.press("Enter");
  await page.locator(".faults").waitFor();
  assert.match((await focused())?.kind ?? "", /faults/u);
  assert.match(await page.locator(".faults").innerText(), /mot de passe ne convient pas/u);
  assert.equal(await page.locator("#email").inputValue(), "nobody@example.org");

  await page.goto(`${base}/register`);
  await page.locator("main form button").first().focus();
  await page.keyboard.press("Enter");
  await page.locator(".faults a").first().waitFor();
  const target = await page.locator(".faults a").first().getAttribute("href");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  // The place of a link is where the next stop begins: at the field, or just behind it.
  const reached = await page.evaluate((id) => {
    const field = document.querySelector(id);
    return Boolean(field.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING) || field === document.activeElement;
  }, target);
  assert.ok(reached, `the link to ${target} leads elsewhere`);
});
