// The page with a person in it who does not wait: a press as soon as the document is there, before the playground can answer.
import { createHash } from "node:crypto";
import { siteFiles } from "./host.mjs";

/** Presses a button of the page when its document is parsed, and again a moment later, as impatient people do. */
const PRESSES = `addEventListener("DOMContentLoaded", () => {
  const press = () => [...document.querySelectorAll("main button")].find(({ textContent }) => /^(NAME|Waiting)/.test(textContent.trim())).click();
  press();
  document.documentElement.dataset.pressed = document.querySelector("header .server-button").textContent;
  setTimeout(press, 20);
});`;

/**
 * The files of the site, in which Send or Run is pressed at once. `hold` is what the playground's wasm waits for; without it, nothing is held.
 * @param {"Send" | "Run"} name
 */
export function impatient(name, hold = Promise.resolve()) {
  const files = siteFiles();
  const page = files["index.html"].toString();
  files["index.html"] = Buffer.from(page.replace("<script", '<script type="module" src="impatient.js"></script><script'));
  files["impatient.js"] = Buffer.from(PRESSES.replace("NAME", name));
  const sum = createHash("sha256").update(files["index.html"]).digest("hex");
  files["service-worker.js"] = Buffer.from(files["service-worker.js"].toString().replace(/("index\.html":")[0-9a-f]{64}/, `$1${sum}`));
  const wasm = files["playground.wasm"];
  files["playground.wasm"] = (_, response) => hold.then(() => response.writeHead(200, { "content-type": "application/wasm" }).end(wasm));
  return files;
}
