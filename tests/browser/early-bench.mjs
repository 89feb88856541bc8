// How long a person who does not wait waits: from opening the page in a new profile, with one press of Send as soon as the document is there,
// to the rows. `early-bench.mjs ROUNDS` prints `early MS` a round, and the middle of all.
import { chromium } from "playwright-core";
import { impatient } from "./support/early.mjs";
import { host } from "./support/host.mjs";

const ROUNDS = Number(process.argv[2] ?? 7);
const last = [];
const site = await host({ after: (end) => last.push(end) }, { files: impatient("Send") });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
last.push(() => browser.close());

/** In the page, before its scripts: notes when the answer shows rows. */
const watch = () =>
  new MutationObserver(() => {
    if (/\d rows/.test(document.querySelector("section.answer")?.textContent)) globalThis.rows ??= performance.now();
  }).observe(document, { childList: true, subtree: true, characterData: true });

const times = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(watch);
  await page.goto(`${site.url}#/first-request`, { waitUntil: "domcontentloaded" });
  times.push(await page.waitForFunction(() => globalThis.rows).then((handle) => handle.jsonValue()));
  console.log("early", times.at(-1).toFixed(0));
  await context.close();
}
console.log("early middle", times.sort((one, other) => one - other)[ROUNDS >> 1].toFixed(0));
for (const end of last.reverse()) await end();
