// Firefox, driven by geckodriver over WebDriver (https://www.w3.org/TR/webdriver2/): as much of it as tests of the page need.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { expectation } from "./wait.mjs";

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
const BROWSER = process.env.FIREFOX ?? "/usr/bin/firefox-esr";
const OPTIONS = { binary: BROWSER, args: ["-headless", "--width=1440", "--height=900"] };
const RELOAD = 'document.body.dataset.before = ""; location.reload()';

const OWN = 'document.head.append(Object.assign(document.createElement("script"), { textContent: arguments[0] }))';
const TOLD = "return document.documentElement.dataset[arguments[0]]";

/** Why there is nothing to drive it with; nothing where there is. */
export const missing = process.env.GECKODRIVER ? false : "GECKODRIVER names no geckodriver";

/** A driver until the test and its windows end, since each drives one at a time; what asks it. */
async function driven(t, before) {
  const driver = spawn(process.env.GECKODRIVER, ["--port", "0", "--websocket-port", "0", "--log", "info"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const closed = once(driver, "close");
  t.after(async () => {
    await before().catch(() => {});
    driver.kill();
    await closed;
  });
  let said = "";
  driver.stdout.setEncoding("utf8").on("data", (text) => (said += text));
  const address = await expectation(() => `http://${/Listening on (\S+)/.exec(said)[1]}`, 20_000);
  return async (method, path, body) => {
    const answer = await fetch(address + path, {
      method,
      headers: { "content-type": "application/json" },
      body: body && JSON.stringify(body),
    });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
}

/** A window with a new profile, on that page; it ends with the test. Elements are named by XPath, and waited for. */
export async function firefox(t, url) {
  let session;
  const command = await driven(t, async () => session && command("DELETE", session));
  const { sessionId } = await command("POST", "/session", {
    capabilities: { alwaysMatch: { browserName: "firefox", "moz:firefoxOptions": OPTIONS } },
  });
  session = `/session/${sessionId}`;
  const find = async (xpath, patience) =>
    expectation(async () => (await command("POST", `${session}/element`, { using: "xpath", value: xpath }))[ELEMENT], patience);
  const window = {
    go: (to) => command("POST", `${session}/url`, { url: to }),
    /** By the page itself, since WebDriver's own way passes the service worker by. The page before has the mark. */
    reload: () => command("POST", `${session}/execute/sync`, { script: RELOAD, args: [] }),
    has: async (xpath) => (await command("POST", `${session}/elements`, { using: "xpath", value: xpath })).length > 0,
    text: async (xpath, patience) => command("GET", `${session}/element/${await find(xpath, patience)}/text`),
    /** Runs a script as the page's own; what it has to say it leaves in the page, as `data-…` of the root. */
    run: (script) => command("POST", `${session}/execute/sync`, { script: OWN, args: [script] }),
    told: async (name) => JSON.parse((await command("POST", `${session}/execute/sync`, { script: TOLD, args: [name] })) ?? "null"),
    /** As people do, so one that is covered or out of reach is refused. */
    click: async (xpath) => command("POST", `${session}/element/${await find(xpath)}/click`, {}),
    /** Runs a script beside the page's own, which its policy does not forbid; what it returns. */
    evaluate: (script, ...args) => command("POST", `${session}/execute/sync`, { script, args }),
    /** Makes the page's part of the window as large as that. */
    async resize(width, height) {
      const [wide, high] = await window.evaluate("return [outerWidth - innerWidth, outerHeight - innerHeight]");
      await command("POST", `${session}/window/rect`, { width: width + wide, height: height + high });
    },
    /** Puts the pointer on an element. */
    async point(xpath) {
      const origin = { [ELEMENT]: await find(xpath) };
      const actions = [{ type: "pointerMove", duration: 0, origin, x: 0, y: 0 }];
      await command("POST", `${session}/actions`, {
        actions: [{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions }],
      });
    },
    /** Types into an element, as keys do. */
    type: async (xpath, text) => command("POST", `${session}/element/${await find(xpath)}/value`, { text }),
    find,
  };
  await window.go(url);
  return window;
}
