// The reference: its requests are sent where they stand, and each endpoint has an address.
import assert from "node:assert/strict";
import { test } from "node:test";
import { opened, part, sendButton } from "../support/page.mjs";
import { focused } from "../support/keys.mjs";
import { expectation } from "../support/wait.mjs";

const LIMIT = { timeout: 60_000 };
const tried = (page, title) => page.getByRole("region", { name: `Request and answer of ${title}` });
const tryIt = (page, title) => page.getByRole("button", { name: `Try it: ${title}`, exact: true });

/** Whether all of the beginning of something is to be seen. */
const inSight = (target) =>
  expectation(async () => {
    const seen = await target.evaluate((one) => {
      const { top, left } = one.getBoundingClientRect();
      return one.contains(document.elementFromPoint(left + 5, top + 8)) && top > 0 && top < innerHeight - 40;
    });
    assert.ok(seen, "out of sight");
  });

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]) {
  test(`Try it shows its request with the answer, in sight and focused, at ${viewport.width} pixels`, LIMIT, async (t) => {
    const page = await opened(t, "#/reference", { viewport });
    await tryIt(page, "Offset Pagination").click();
    const place = tried(page, "Offset Pagination");
    await place.getByText("GET /pagination/offset?limit=2&offset=4").waitFor();
    await place.getByText("200 OK").waitFor();
    await focused(place);
    await inSight(place);
    await tryIt(page, "Session Token Auth Data").click();
    const session = tried(page, "Session Token Auth Data");
    await session.getByText("200 OK").waitFor();
    await session.getByText("20 rows").waitFor();
    await session.getByText(/^Authorization: Token \S{20,}/).waitFor();
    await focused(session);
    await inSight(session);
    assert.equal(await place.count(), 0);
  });
}

test("a tried request opens in the sandbox, its bar in sight and focused", LIMIT, async (t) => {
  const page = await opened(t, "#/reference/pagination-search");
  await tryIt(page, "Search Pagination").click();
  await tried(page, "Search Pagination").getByRole("button", { name: "Open in the sandbox" }).click();
  const path = part(page, "Request").getByLabel("Path");
  await focused(path);
  await inSight(path);
  assert.equal(await path.inputValue(), "/pagination/search");
  await sendButton(page).click();
  await part(page, "Answer").getByText("200 OK").waitFor();

  const back = part(page, "Request").getByRole("button", { name: "Bring it back" });
  assert.equal(await back.count(), 0);
  await path.fill("/mine");
  await page.goto(`${page.url().split("#")[0]}#/reference/pagination-search`);
  await tryIt(page, "Search Pagination").click();
  await tried(page, "Search Pagination").getByRole("button", { name: "Open in the sandbox" }).click();
  await back.click();
  await focused(path);
  assert.equal(await path.inputValue(), "/mine");
  assert.equal(await back.count(), 0);
});

test("an address leads to an endpoint or a group; samples and errors fold out", LIMIT, async (t) => {
  const page = await opened(t, "#/reference/export-csv");
  const heading = page.getByRole("heading", { level: 3, name: "Export with CSV" });
  await focused(heading);
  await inSight(heading);
  const entry = page.getByRole("article", { name: "Export with CSV" });
  await entry.getByText("A sample answer").click();
  await entry.getByText("id,name,email").waitFor();
  await entry.getByText("Errors: ").click();
  await entry.getByText("416 Range Not Satisfiable").waitFor();
  const groups = page.getByRole("navigation", { name: "Groups of endpoints" });
  for (let time = 0; time < 2; time += 1) {
    await groups.getByRole("link", { name: "Checker" }).click();
    await focused(page.getByRole("heading", { level: 2, name: "Checker" }));
    await inSight(page.getByRole("heading", { level: 2, name: "Checker" }));
    await page.evaluate(() => scrollTo(0, 0));
  }
  assert.equal(new URL(page.url()).hash, "#/reference/checker");
  await page.goto(`${page.url().split("#")[0]}#/reference/nothing`);
  await page.getByText("There is no endpoint ‘nothing’.").waitFor();
});
