// Firefox, driven by geckodriver over WebDriver (https://www.w3.org/TR/webdriver2/): as much of it as tests of the page need.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { after, before } from "node:test";
import { expectation } from "./wait.mjs";

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
const BROWSER = process.env.FIREFOX ?? "/usr/bin/firefox-esr";
const OPTIONS = { binary: BROWSER, args: ["-headless", "--width=1440", "--height=900"] };
const RELOAD = 'document.body.dataset.before = ""; location.reload()';

/** Why there is nothing to drive it with; nothing where there is. */
export const missing = process.env.GECKODRIVER ? false : "GECKODRIVER names no geckodriver";

let driver, address;
before(async () => {
  if (missing) return;
  driver = spawn(process.env.GECKODRIVER, ["--port", "0", "--log", "info"], { stdio: ["ignore", "pipe", "ignore"] });
  let said = "";
  driver.stdout.setEncoding("utf8").on("data", (text) => (said += text));
  address = await expectation(() => `http://${/Listening on (\S+)/.exec(said)[1]}`, 20_000);
});
after(async () => {
  if (!driver) return;
  driver.kill();
  await once(driver, "close");
});

async function command(method, path, body) {
  const answer = await fetch(address + path, { method, headers: { "content-type": "application/json" }, body: body && JSON.stringify(body) });
  const { value } = await answer.json();
  if (!answer.ok) throw new Error(`${value.error}: ${value.message}`);
  return value;
}

/** A window with a new profile, on that page; it ends with the test. Elements are named by XPath, and waited for. */
export async function firefox(t, url) {
  const { sessionId } = await command("POST", "/session", {
    capabilities: { alwaysMatch: { browserName: "firefox", "moz:firefoxOptions": OPTIONS } },
  });
  const session = `/session/${sessionId}`;
  t.after(() => command("DELETE", session));
  const find = async (xpath, patience) =>
    expectation(async () => (await command("POST", `${session}/element`, { using: "xpath", value: xpath }))[ELEMENT], patience);
  const window = {
    go: (to) => command("POST", `${session}/url`, { url: to }),
    /** By the page itself, since WebDriver's own way passes the service worker by. The page before has the mark. */
    reload: () => command("POST", `${session}/execute/sync`, { script: RELOAD, args: [] }),
    has: async (xpath) => (await command("POST", `${session}/elements`, { using: "xpath", value: xpath })).length > 0,
    text: async (xpath, patience) => command("GET", `${session}/element/${await find(xpath, patience)}/text`),
    /** As people do, so one that is covered or out of reach is refused. */
    click: async (xpath) => command("POST", `${session}/element/${await find(xpath)}/click`, {}),
    find,
  };
  await window.go(url);
  return window;
}
