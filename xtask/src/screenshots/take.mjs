// Takes the pictures of the page: a lesson after its naive start has failed, in light, and after its solution has run, in dark.
//
// node take.mjs PLAYWRIGHT CHROMIUM URL FOLDER

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { packed } from "./pack.mjs";

const [library, executablePath, url, folder] = process.argv.slice(2);
const { chromium } = await import(pathToFileURL(library));

const LESSON = "#/keyset";
const VIEWPORT = { width: 1440, height: 900 };
/** How long any one thing may take; milliseconds. */
const PATIENCE = 30_000;

/** Starts the sync that stands in the editor, and waits until it is judged. */
async function runSync(page) {
  const editor = page.getByRole("region", { name: "Your sync" });
  await editor.getByRole("button", { name: "Run" }).click();
  await editor.getByText(/^Ended/).waitFor();
  // Every check is judged, with the verdict on what landed; where one fails, there is no hidden second run to wait for.
  await page.waitForFunction(() => {
    const isDone = document.querySelector(".check-holds") && !document.querySelector(".check-open");
    return document.querySelector(".check-fails") || isDone;
  });
}

async function takeSolution(page) {
  await page.getByRole("button", { name: "Show a solution" }).click();
  await page.getByRole("button", { name: "Put it into the editor" }).click();
}

/** One picture, in a profile of its own, so that no progress is left from another. */
async function take(browser, colorScheme, prepare) {
  const context = await browser.newContext({ colorScheme, viewport: VIEWPORT, reducedMotion: "reduce" });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  await page.goto(`${url}${LESSON}`);
  await prepare?.(page);
  await runSync(page);
  // What was pressed may have moved the page, and has the focus.
  await page.evaluate(() => document.activeElement.blur());
  await page.evaluate(() => scrollTo(0, 0));
  await writeFile(join(folder, `page-${colorScheme}.png`), packed(await page.screenshot()));
  await context.close();
}

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
try {
  await take(browser, "light");
  await take(browser, "dark", takeSolution);
} finally {
  await browser.close();
}
