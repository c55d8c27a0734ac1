// The running site, as visitors with a browser meet it. `.ci/browser` starts it and tells where it is.
import { createRequire } from "node:module";
import { join } from "node:path";

/** Where the site is, without a slash at the end. */
export const base = told("PASSERELLE_BASE");

/** An organiser's address and password. */
export const account = { email: told("PASSERELLE_EMAIL"), password: told("PASSERELLE_PASSWORD") };

// The modules are kept out of the source tree.
const load = createRequire(join(told("PASSERELLE_BROWSER_MODULES"), "package.json"));
const { chromium } = load("playwright-core");
const axe = load("axe-core");

function told(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run .ci/browser`);
  return value;
}

/** Pages that anybody may open, with the status of each. */
export const PUBLIC = [
  ["/", 200],
  ["/firms", 200],
  ["/firms?sector=rail&city=toulouse", 200],
  ["/firms/antevue", 200],
  ["/sectors", 200],
  ["/sectors/rail", 200],
  ["/sign-in", 200],
  ["/register", 200],
  ["/nothing-is-here", 404],
];

/** Starts the browser. */
export function started() {
  // As root there is no sandbox to be had; in a container there is little shared memory.
  const args = ["--disable-dev-shm-usage", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])];
  return chromium.launch({ executablePath: told("CHROMIUM"), args });
}

/** Somebody with a browser of their own: `language` fr or en, `theme` auto, light or dark, `width` of the window. */
export async function visitor(browser, { language = "fr", theme = "auto", width = 1280, ...more } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale: `${language}-FR`, ...more });
  await context.request.post(`${base}/preferences`, { form: { language, theme, back: "/" } });
  return context;
}

/** Enters a room of the demonstration by its switch: `organiser`, `client:ID`, `firm:ID`, or `public` to leave it. */
export async function enter(page, party) {
  await page.goto(`${base}/`);
  // The switch names some parties; the demonstration takes any.
  await page.locator("form.tour select").evaluate((list, value) => {
    if (![...list.options].some((one) => one.value === value)) list.append(new Option(value, value));
    list.value = value;
  }, party);
  await page.locator("form.tour button").click();
}

/** Sees to it that the demonstration's event is planned and released: `page` is an organiser's. Gives the event's identifier. */
export async function released(page) {
  await page.goto(`${base}/desk/import`);
  return page.evaluate(async () => {
    const csrf = document.querySelector("input[name=csrf]").value;
    const ask = (method, path, headers = {}) => fetch(`/api/v1${path}`, {
      method, headers: { "content-type": "application/json", "x-csrf-token": csrf, ...headers }, body: method === "POST" ? "{}" : undefined,
    });
    const { items } = await (await ask("GET", "/events")).json();
    const at = `/events/${items[0].id}`;
    if ((await ask("GET", `${at}/agenda`)).ok) return items[0].id;
    await ask("POST", `${at}/plans`);
    for (const until = Date.now() + 120_000; Date.now() < until;) {
      const draft = await ask("GET", `${at}/draft`);
      if (draft.ok) {
        const made = await ask("POST", `${at}/releases`, { "if-match": draft.headers.get("etag") });
        if (made.ok) return items[0].id;
      }
      await new Promise((later) => setTimeout(later, 500));
    }
    throw new Error("there is no release");
  });
}

/** What a browser would complain of while a page is open: errors of the console and of scripts, requests to other hosts. */
export function watched(page) {
  const found = [];
  page.on("pageerror", (error) => found.push(`script: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() !== "error") return;
    // That the page itself is an answer such as 404 is what some tests ask for.
    if (message.location().url === page.url() && message.text().startsWith("Failed to load resource")) return;
    found.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    const address = request.url();
    if (!address.startsWith(`${base}/`) && !address.startsWith("data:")) found.push(`another host: ${address}`);
  });
  return found;
}

/** What stands in the way of people with disabilities, as far as a program can tell (WCAG 2.2, levels A and AA). */
export async function barriers(page) {
  await page.evaluate(axe.source);
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];
  const looked = page.evaluate((values) => window.axe.run(document, { runOnly: { type: "tag", values } }), tags);
  let late;
  const limit = new Promise((_, refuse) => { late = setTimeout(() => refuse(new Error("looking for barriers took a minute")), 60_000); });
  const { violations } = await Promise.race([looked, limit]).finally(() => clearTimeout(late));
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`));
}

/** By how many pixels the page is wider than its window. */
export function overflow(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
