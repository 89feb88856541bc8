// What leaves the page: requests to its own host alone, without cookies, and no login box of the browser's for an API that says 401.
import assert from "node:assert/strict";
import { test } from "node:test";
import { visit } from "../support/browser.mjs";
import { host, siteFiles } from "../support/host.mjs";
import { playground } from "../support/own.mjs";
import { part, ready, run, send } from "../support/page.mjs";
import { VIEWS } from "../support/views.mjs";

const LIMIT = { timeout: 90_000 };

test("a whole visit asks no other host and sends no cookies", LIMIT, async (t) => {
  const cookies = [];
  // What the worker does not know it leaves to the host.
  const nope = (request, response) => (cookies.push(request.headers.cookie), response.writeHead(404).end());
  const site = await host(t, { files: { ...siteFiles(), nope }, headers: { "set-cookie": "of-the-host=1; path=/" } });
  const page = await visit(t);
  const context = page.context();
  await context.addCookies([{ name: "before", value: "1", url: site.url }]);
  const requests = [];
  context.on("request", (request) => requests.push(request));
  await page.goto(site.url);
  await ready(page);
  for (const { enter, leave } of VIEWS) {
    await enter(page);
    await leave?.(page);
  }
  await page.reload();
  await ready(page);
  const elsewhere = requests.map((request) => request.url()).filter((url) => /^(http|ws)/.test(url) && !url.startsWith(site.url));
  assert.deepEqual(elsewhere, []);
  assert.ok(requests.length > 50, `${requests.length} requests`);
  assert.deepEqual(cookies, [undefined, undefined]);
  assert.deepEqual(site.seen, []);
});

/** Counts what would make the browser open its login box; without it, Playwright refuses such a box unseen. */
async function loginBoxes(page) {
  const cdp = await page.context().newCDPSession(page);
  const asked = [];
  cdp.on("Fetch.requestPaused", ({ requestId }) => cdp.send("Fetch.continueRequest", { requestId }).catch(() => {}));
  cdp.on("Fetch.authRequired", ({ requestId, request }) => {
    asked.push(request.url);
    return cdp.send("Fetch.continueWithAuth", { requestId, authChallengeResponse: { response: "CancelAuth" } }).catch(() => {});
  });
  await cdp.send("Fetch.enable", { handleAuthRequests: true });
  return asked;
}

test("a 401 opens no login box, in the tab and from a server, and is shown as the answer", LIMIT, async (t) => {
  const { url } = await playground(t);
  const site = await host(t, { files: siteFiles() });
  for (const [where, who] of [[site.url, "This tab"], [`${url}/`, "This server"]]) {
    const page = await visit(t);
    const asked = await loginBoxes(page);
    await page.goto(`${where}#/passwords`);
    await page.getByRole("button", { name: `Server: ${who}` }).waitFor();
    await part(page, "Request").getByLabel("Path").fill("/auth/http_basic");
    await send(page);
    await part(page, "Answer").getByText("401 Unauthorized").waitFor();
    await run(page);
    await page.getByRole("button", { name: /^GET \/auth\/http_basic, status 401/ }).nth(1).waitFor();
    assert.deepEqual(asked, [], who);
    // The browser would have opened one for an address that a person goes to.
    await page.goto(`${url}/auth/http_basic`).catch(() => {});
    assert.deepEqual(asked, [`${url}/auth/http_basic`], who);
  }
});
