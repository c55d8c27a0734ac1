// What goes over the wire: weight, headers, addresses.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PUBLIC, base, started, visitor } from "./site.mjs";

/** Bytes of a first visit, headers and all: a second on a slow mobile connection. */
const MOST_BYTES = 100_000;
/** Pages that the crawler opens at most. */
const MOST_PAGES = 300;

let browser;
before(async () => { browser = await started(); });
after(() => browser.close());

for (const [path] of PUBLIC) {
  test(`${path}: the first visit is light`, async () => {
    const context = await visitor(browser);
    const page = await context.newPage();
    const wire = await context.newCDPSession(page);
    await wire.send("Network.enable");
    let bytes = 0, answers = 0;
    wire.on("Network.loadingFinished", ({ encodedDataLength }) => { bytes += encodedDataLength; answers += 1; });
    await page.goto(base + path, { waitUntil: "networkidle" });
    assert.ok(answers >= 4, `${answers} answers`);
    assert.ok(bytes < MOST_BYTES, `${bytes} bytes`);
    await context.close();
  });

  test(`${path}: the browser is told to load and run nothing from elsewhere`, async () => {
    const answer = await fetch(base + path);
    assert.equal(answer.redirected, false);
    const policy = answer.headers.get("content-security-policy") ?? "";
    for (const needed of ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"]) {
      assert.ok(policy.includes(needed), `${needed} is not in ${policy}`);
    }
    assert.doesNotMatch(policy, /unsafe-|\*|https?:/u);
    assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
    assert.equal(answer.headers.get("referrer-policy"), "no-referrer");
  });
}

const entity = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const plain = (text) => text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/giu, (all, hex, decimal, name) => {
  if (hex) return String.fromCodePoint(parseInt(hex, 16));
  return decimal ? String.fromCodePoint(Number(decimal)) : (entity[name] ?? all);
});

test("every link that a visitor can follow leads somewhere", async () => {
  const seen = new Map([["/", "the start"]]);
  const wrong = [];
  let opened = 0;
  for (const [path, from] of seen) {
    if (opened === MOST_PAGES) break;
    opened += 1;
    const answer = await fetch(base + path, { headers: { "accept-language": "fr" } });
    if (answer.status >= 400) wrong.push(`${path} (linked from ${from}) answers ${answer.status}`);
    const page = (answer.headers.get("content-type") ?? "").startsWith("text/html") ? await answer.text() : "";
    for (const [, , href] of page.matchAll(/<(a|link)\b[^>]*?\shref="([^"]*)"/gu)) {
      const address = new URL(plain(href), answer.url);
      const next = address.pathname + address.search;
      if (address.origin === base && !seen.has(next)) seen.set(next, path);
      if (address.origin === base && address.hash && next === path) {
        const id = decodeURIComponent(address.hash.slice(1));
        if (!page.includes(`id="${id}"`)) wrong.push(`${path} has no place ${address.hash}`);
      }
    }
  }
  assert.deepEqual(wrong, []);
  assert.ok(opened > 20, `${opened} pages were opened`);
});
