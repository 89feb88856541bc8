// An API that says 401: the browser opens no login box of its own for it, and the page shows the answer as any other.
import assert from "node:assert/strict";
import { test } from "node:test";
import { visit } from "../support/browser.mjs";
import { host, siteFiles } from "../support/host.mjs";
import { playground } from "../support/own.mjs";
import { part, run, send, unfold } from "../support/page.mjs";

const LIMIT = { timeout: 90_000 };

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

test("a 401 opens no login box, in the tab or from a server, and is shown as the answer", LIMIT, async (t) => {
  const { url } = await playground(t);
  const site = await host(t, { files: siteFiles() });
  for (const [where, who] of [
    [site.url, "This tab"],
    [`${url}/`, "This server"],
  ]) {
    const page = await visit(t);
    const asked = await loginBoxes(page);
    await page.goto(`${where}#/passwords`);
    await page.getByRole("button", { name: `Server: ${who}` }).waitFor();
    await unfold(page);
    await part(page, "Request").getByLabel("Path").fill("/auth/http_basic");
    await send(page);
    await part(page, "Answer").getByText("401 Unauthorized").waitFor();
    await part(page, "Answer")
      .getByText(/^The request has no Authorization header\. \/auth\/http_basic takes ‘Authorization: Basic …’/)
      .waitFor();
    await run(page);
    await page
      .getByRole("button", { name: /^GET \/auth\/http_basic, status 401/ })
      .nth(1)
      .waitFor();
    assert.deepEqual(asked, [], who);
    // The browser would have opened one for an address that a person goes to.
    await page.goto(`${url}/auth/http_basic`).catch(() => {});
    assert.deepEqual(asked, [`${url}/auth/http_basic`], who);
  }
});
