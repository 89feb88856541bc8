// What the first visit costs: time, long tasks, shifts of the layout, and bytes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { visit } from "../support/browser.mjs";
import { host, siteFiles } from "../support/host.mjs";

const LIMIT = { timeout: 60_000 };
/** The best of so many visits counts: what else this machine does is no fault of the page's. */
const VISITS = 3;
/** The playground itself, which has a budget of its own, pictures, and what no page loads. */
const NOT_THE_PAGE = /^(icons\/.*|playground\.(wasm|js)|service-worker\.js|.*LICENSES\.txt|_headers|llms\.txt)$/;

/**
 * Runs in the page before its scripts: sends the request as soon as the playground answers, and notes when rows are shown. What moves
 * after that press moves because of it.
 */
function watch() {
  globalThis.seen = { shift: 0, longest: 0 };
  const observe = (type, note) => new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  observe("layout-shift", ({ value, hadRecentInput }) => (seen.shift += hadRecentInput || seen.pressed ? 0 : value));
  observe("longtask", ({ duration }) => (seen.longest = Math.max(seen.longest, duration)));
  const part = (title) => [...document.querySelectorAll("main h2")].find(({ textContent }) => textContent === title)?.closest("section");
  const isReady = () => [...document.querySelectorAll("header button")].some(({ textContent }) => textContent.includes("This tab"));
  const look = () => {
    const button = part("Request")?.querySelector("button[type=submit]");
    if (!seen.pressed && isReady() && button && !button.disabled) {
      seen.pressed = performance.now();
      button.click();
    }
    if (/5 rows.*updatedAt/s.test(part("Answer")?.textContent)) seen.rows ??= performance.now();
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
}

/** A first visit, and what was measured. */
async function firstVisit(t, url) {
  const page = await visit(t);
  await page.addInitScript(watch);
  await page.goto(url);
  await page.waitForFunction(() => seen.rows, undefined, { timeout: 15_000 });
  // What comes after the rows belongs to the visit, too.
  await page.waitForTimeout(300);
  const seen = await page.evaluate(() => seen);
  await page.context().close();
  return seen;
}

test("on a first visit, rows are there within a second, and nothing blocks or moves", LIMIT, async (t) => {
  const site = await host(t, { files: siteFiles() });
  const visits = [];
  for (let visit = 0; visit < VISITS; visit += 1) visits.push(await firstVisit(t, site.url));
  const best = (name) => Math.min(...visits.map((each) => each[name]));
  t.diagnostic(JSON.stringify(visits));
  assert.ok(best("rows") <= 1000, `${best("rows")} ms`);
  assert.ok(best("longest") <= 200, `a task of ${best("longest")} ms`);
  assert.ok(best("shift") < 0.05, `shifts of ${best("shift")}`);
});

test("the page starts with at most 91,500 bytes, compressed, without the playground; the editor has 145,000, and all else that comes late 28,000", () => {
  const files = Object.entries(siteFiles()).filter(([name]) => !NOT_THE_PAGE.test(name));
  const html = files.find(([name]) => name === "index.html")[1].toString();
  const kindOf = (name) => {
    if (!name.startsWith("parts/") || html.includes(`<link rel="modulepreload" href="${name}">`)) return "start";
    return name.startsWith("parts/code-editor-") ? "editor" : "late";
  };
  const sizes = files.map(([name, file]) => ({ name, kind: kindOf(name), size: gzipSync(file, { level: 9 }).length }));
  for (const [kind, least, most] of [
    ["start", 4, 91_500],
    ["editor", 1, 145_000],
    ["late", 4, 28_000],
  ]) {
    const those = sizes.filter((one) => one.kind === kind);
    const sum = those.reduce((all, { size }) => all + size, 0);
    assert.ok(
      those.length >= least && sum <= most,
      `${kind}: ${sum} bytes: ${those.map(({ name, size }) => `${name} ${size}`).join(", ")}`,
    );
  }
});

test("a first visit that shows rows asks for nothing that comes late", LIMIT, async (t) => {
  const site = await host(t, { files: siteFiles() });
  const page = await visit(t, undefined, { serviceWorkers: "block" });
  // Nothing is fetched ahead while the browser never has the time.
  await page.addInitScript(() => (globalThis.requestIdleCallback = () => {}));
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname.slice(1)));
  await page.addInitScript(watch);
  await page.goto(site.url);
  await page.getByRole("button", { name: /^Send\b/ }).click();
  await page.getByRole("region", { name: "Answer" }).getByText("updatedAt").first().waitFor();
  const html = await (await fetch(site.url)).text();
  const late = asked.filter((name) => name.startsWith("parts/") && !html.includes(`href="${name}"`));
  assert.deepEqual(late, []);
});
