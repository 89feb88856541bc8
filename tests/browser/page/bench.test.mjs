// The bench of a lesson with code: picture, timeline, code and result in one view, and how picture and timeline point at each other.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { focused, tabTo } from "../support/keys.mjs";
import { lesson, lessons, opened, part, read, run, runButton, send, shows, solve, type } from "../support/page.mjs";
import { expectation } from "../support/wait.mjs";

const LIMIT = { timeout: 120_000 };
const SIZES = [
  [1366, 768],
  [1440, 900],
];
const tie = (page) => page.locator("#tie");
const bars = (page) => part(page, "Timeline").getByRole("button");
const picture = (page) => page.getByRole("slider", { name: "Row of the picture" });

/** Where parts of the page are, whether anything was scrolled, and how large the window is. */
const places = (page, parts) =>
  page.evaluate((parts) => {
    const place = (selector) => {
      const rects = [...document.querySelectorAll(selector)].map((one) => one.getBoundingClientRect());
      return rects.map(({ top, bottom, left, right }) => ({ top, bottom, left, right }));
    };
    return { scrolled: scrollY, height: innerHeight, width: innerWidth, of: Object.fromEntries(parts.map((name) => [name, place(name)])) };
  }, parts);

describe("picture, timeline, code and what a failed run came to are in one view", { concurrency: 2 }, () => {
  for (const [width, height] of SIZES) {
    test(`at ${width} × ${height}`, LIMIT, async (t) => {
      const page = await opened(t, "#/page-numbers", { viewport: { width, height } });
      for (const { id, title } of lessons.filter(({ start, checks }) => start && checks.length)) {
        await page.evaluate((hash) => (location.hash = hash), `#/${id}`);
        await page.getByRole("heading", { level: 1, name: read(title) }).waitFor();
        await run(page);
        await page.locator(".check-fails").first().waitFor();
        const parts = [".picture svg", ".lane", ".code-scroll", ".run-bar button", ".run-line", ".totals"];
        const { scrolled, of } = await places(page, [...parts, ".check-fails", "#run-error"]);
        assert.equal(scrolled, 0, id);
        const seen = [...parts, "#run-error", ".check-fails"].flatMap((name) => of[name]);
        for (const { top, bottom, left, right } of seen) {
          assert.ok(top >= 52 && bottom <= height && left >= 0 && right <= width, `${id}: ${JSON.stringify(of)}`);
        }
        const [code] = of[".code-scroll"];
        assert.ok(code.bottom - code.top >= 8 * 20, `${id}: code of ${code.bottom - code.top} pixels`);
        // What came is below Run, with nothing between.
        const [line, totals] = [of[".run-bar button"][0], of["#run-error"][0] ?? of[".totals"][0]];
        assert.ok(totals.top > line.top && totals.top - line.bottom < 20, id);
      }
    });
  }
});

test("hint, solution and starting over are beside Run, in sight", LIMIT, async (t) => {
  const page = await opened(t, "#/offset", { viewport: { width: 1366, height: 768 } });
  const middle = async (target) => target.boundingBox().then(({ y, height }) => y + height / 2);
  const line = await middle(runButton(page));
  for (const name of ["Hint", "Show a solution", "Start over"]) {
    assert.ok(Math.abs((await middle(page.getByRole("button", { name, exact: true }))) - line) < 4, name);
  }
  await page.getByRole("button", { name: "Hint", exact: true }).click();
  const { y, height } = await page.locator("#hint").boundingBox();
  assert.ok(y > (await middle(runButton(page))) && y + height < 768);
});

test("a bar lights its rows, and a cell names the requests that brought it", LIMIT, async (t) => {
  const page = await opened(t, "#/offset");
  await run(page);
  const lit = () =>
    page.locator(".cells-lit path").evaluateAll(
      (all) =>
        all
          .map((one) => one.getAttribute("d"))
          .join("")
          .match(/M/g)?.length ?? 0,
    );
  assert.equal(await lit(), 0);
  await bars(page).nth(2).hover();
  await expectation(async () => assert.equal(await lit(), 20));
  assert.match(await tie(page).textContent(), /^Request 3: GET \/pagination\/offset\?limit=20&offset=42, status 200, .*, 20 rows\.$/);
  await picture(page).hover({ position: { x: 3, y: 3 } });
  await expectation(async () =>
    assert.match(await tie(page).textContent(), /^Row 1, key \S+, updated \S+: landed; came with request 1\.$/),
  );
  assert.equal(await page.locator(".bar.is-lit").count(), 1);
  assert.equal(
    await bars(page)
      .first()
      .evaluate((one) => one.classList.contains("is-lit")),
    true,
  );
  await page.getByRole("heading", { level: 1 }).hover();
  await expectation(async () => assert.equal(await page.locator(".is-lit, .is-dim").count(), 0));
});

test("a row that came twice says both, and one that no request brought says so", LIMIT, async (t) => {
  const page = await opened(t, "#/free");
  const code = `async function sync(api, land, state) {
  for (const offset of [0, 10, 10]) {
    const { data } = await (await api("/pagination/offset?limit=20&offset=" + offset)).json();
    await land(data);
  }
}
`;
  await type(page, code);
  await run(page);
  const at = async (row, says) => {
    await picture(page).focus();
    await page.keyboard.press("Home");
    for (let n = 1; n < row; n += 1) await page.keyboard.press("ArrowRight");
    await expectation(async () => assert.match(await picture(page).getAttribute("aria-valuetext"), says));
    assert.equal(await picture(page).getAttribute("aria-valuetext"), await tie(page).textContent());
  };
  await at(1, /^Row 1, .*; came with request 1\.$/);
  await at(15, /^Row 15, .*; came with request 1, again with request 2, again with request 3\.$/);
  await at(25, /^Row 25, .*; came with request 2, again with request 3\.$/);
  await at(40, /^Row 40, .*: missing; no request brought it\.$/);
  assert.equal(await picture(page).getAttribute("aria-valuenow"), "40");
});

test("a second try at once is called that, and a retry only what waited", LIMIT, async (t) => {
  const page = await opened(t, "#/free");
  const wait = "await new Promise((later) => setTimeout(later, 300));";
  const code = `async function sync(api) {\n  await api("/nope");\n  await api("/nope");\n  ${wait}\n  await api("/nope");\n}\n`;
  await type(page, code);
  await run(page);
  const names = await bars(page).evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));
  assert.deepEqual(
    names.map((name) => /again, at once|a retry/.exec(name)?.[0] ?? ""),
    ["", "again, at once", "a retry"],
  );
  assert.deepEqual(
    (await bars(page).allTextContents()).map((text) => text.trim()),
    ["404", "404", "↻ 404"],
  );
  await bars(page).nth(1).hover();
  await expectation(async () => assert.match(await tie(page).textContent(), /^Request 2: GET \/nope, status 404, .*, again, at once\.$/));
});

test("by keyboard, the arrows go from cell to cell, and the bars say as much", LIMIT, async (t) => {
  const page = await opened(t, "#/offset");
  await run(page);
  await tabTo(page, picture(page), { back: true });
  await page.keyboard.press("End");
  await expectation(async () => assert.match(await tie(page).textContent(), /^Row 200, /));
  await page.keyboard.press("ArrowUp");
  await expectation(async () => assert.doesNotMatch(await tie(page).textContent(), /^Row 200, /));
  await tabTo(page, bars(page).first());
  await page.keyboard.press("ArrowRight");
  await focused(bars(page).nth(1));
  await expectation(async () => assert.match(await tie(page).textContent(), /^Request 2: /));
  assert.equal(await bars(page).nth(1).getAttribute("title"), null);
});

test("rows that are broken or unknown are cells of their own kind, and have not landed", LIMIT, async (t) => {
  const page = await opened(t, "#/csv-export");
  await run(page);
  const legend = part(page, "Destination").getByRole("listitem");
  await expectation(async () =>
    assert.deepEqual(await legend.allTextContents(), ["0 landed", "200 broken", "0 missing", "200 unknown to the API"]),
  );
  for (const layer of [".cell-broken", ".cell-unknown"]) assert.ok(await page.locator(`.cells-all ${layer}`).count(), layer);
  await part(page, "Your sync").getByText("0 of 200 rows landed; 200 are broken, 200 are unknown to the API.").waitFor();
  await solve(page, lesson("csv-export"));
  await expectation(async () => assert.deepEqual(await legend.allTextContents(), ["200 landed", "0 missing"]));
});

test("requests by hand are folded to a line until they are used", LIMIT, async (t) => {
  const page = await opened(t, "#/offset", { viewport: { width: 1366, height: 768 } });
  const fold = page.locator("details.by-hand");
  const isOpen = () => fold.evaluate((one) => one.open);
  assert.equal(await isOpen(), false);
  assert.ok((await fold.boundingBox()).height < 50);
  await run(page);
  assert.equal(await isOpen(), false);
  // A bar shows its answer, in sight.
  await bars(page).nth(1).click();
  await expectation(async () => assert.equal(await isOpen(), true));
  await expectation(async () => assert.ok((await page.locator("#answer-title").boundingBox()).y < 768));
  await part(page, "Answer").getByText("offset=21").first().waitFor();
  await fold.locator("summary").first().click();
  assert.equal(await isOpen(), false);
  // What was changed is there again at the next visit of the lesson.
  await send(page);
  await page.getByRole("link", { name: "Reference" }).click();
  await page.getByRole("button", { name: "Try it: " }).first().waitFor();
  await page.goBack();
  await part(page, "Request").waitFor();
});

test("the console is open by itself, and stays as it was left", LIMIT, async (t) => {
  const page = await opened(t, "#/free");
  await type(page, 'async function sync() {\n  console.log("one");\n}\n');
  const console = page.locator("details.told").filter({ hasText: "Console (1 line)" });
  const isOpen = (open) => expectation(async () => assert.equal(await console.evaluate((one) => one.open), open));
  await run(page);
  await isOpen(true);
  await run(page);
  await isOpen(true);
  await console.locator("summary").click();
  await run(page);
  await isOpen(false);
});

test("a double click on Run runs it once, to its end", LIMIT, async (t) => {
  const page = await opened(t, "#/offset");
  await runButton(page).dblclick();
  await part(page, "Your sync")
    .getByText(/^Ended: 10 requests, 191 rows landed/)
    .waitFor();
});

test("a run that was broken off says so, and leaves the checks open", LIMIT, async (t) => {
  const page = await opened(t, "#/offset");
  await type(page, "async function sync() {\n  while (true) {}\n}\n");
  await runButton(page).click();
  await part(page, "Your sync").getByRole("button", { name: "Stop" }).click();
  await part(page, "Your sync")
    .getByText(/^You stopped it\. 0 of 200 rows landed/)
    .waitFor();
  for (const check of lesson("offset").checks) await shows(page, check, "not yet");
});

test("an answer without rows, a 204, is labelled", LIMIT, async (t) => {
  const page = await opened(t, "#/companies");
  await type(
    page,
    'async function sync(api) {\n  await api("/cursors/2/departments");\n  await api("/cursors/2/departments/4/employees");\n}\n',
  );
  await run(page);
  const [rows, none] = await bars(page).all();
  assert.match(await none.getAttribute("aria-label"), /status 204/);
  assert.equal((await none.textContent()).trim(), "204");
  assert.equal(await none.evaluate((one) => one.classList.contains("bar-empty")), true);
  assert.equal(await rows.evaluate((one) => one.classList.contains("bar-good")), true);
});

test("on a phone each lesson begins with its text and task", LIMIT, async (t) => {
  const page = await opened(t, "", { viewport: { width: 390, height: 844 } });
  for (const id of ["first-request", "offset"]) {
    await page.evaluate((hash) => (location.hash = hash), `#/${id}`);
    const heading = page.getByRole("heading", { level: 1, name: lesson(id).title });
    await heading.waitFor();
    const tops = await page.evaluate(() =>
      ["main h1", ".lesson-text", ".task", ".work"].map((name) => document.querySelector(name).getBoundingClientRect().top),
    );
    assert.deepEqual(
      tops,
      tops.toSorted((one, other) => one - other),
      id,
    );
  }
});
