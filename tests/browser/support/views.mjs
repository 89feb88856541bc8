// All that the page can look like, each a state to be brought about in a page that is ready. What holds for every view is tested on these.
import { INSECURE } from "./browser.mjs";
import { serverButton, entry, lesson, lessons, part, run, send, sendButton, solve, type } from "./page.mjs";

/** Asks twice for what is not there, and for what is closed, writes a line, and fails. */
const FAILING = `async function sync(api, land, state) {
  for (const path of ["/nope", "/nope", "/auth/http_bearer"]) await api(path);
  console.log("one");
  throw new Error("two");
}
`;

/** Opens a lesson as its link in the list does; the list may be folded away. */
const at = (page, id) => page.evaluate((hash) => (location.hash = hash), `#/${id}`).then(() => shown(page, lesson(id).title));
const shown = (page, title) => page.getByRole("heading", { level: 1, name: title.replaceAll?.("`", "") ?? title }).waitFor();
const menu = (page) => page.getByRole("button", { name: "Menu" }).click();
const closed = (page) => page.keyboard.press("Escape");

/**
 * The views, in the order in which one page goes through them: what each is called, how a page gets there, and how it leaves what lies
 * above all else.
 * @type {{ name: string, enter: (page: import("playwright-core").Page) => Promise<unknown>, leave?: Function }[]}
 */
export const VIEWS = [
  { name: "a lesson without code", enter: (page) => at(page, "first-request") },
  { name: "a lesson without code, solved", enter: (page) => solve(page, lesson("first-request")) },
  {
    name: "a request that can't be sent",
    async enter(page) {
      await part(page, "Request").getByRole("button", { name: "+ Add header" }).click();
      await part(page, "Request").getByLabel("Name of the header").fill("X Trace");
      await sendButton(page).click();
      await page.getByText("A header's name has no spaces").first().waitFor();
    },
  },
  {
    name: "a path that leads nowhere",
    async enter(page) {
      const path = part(page, "Request").getByLabel("Path");
      const before = await path.inputValue();
      await path.fill(`https://example.org/${"a".repeat(60)}`);
      await page
        .getByText(/^This page can only call/)
        .first()
        .waitFor();
      page.restore = () => path.fill(before);
    },
    leave: (page) => page.restore(),
  },
  {
    name: "the paths to choose from",
    enter: (page) =>
      part(page, "Request")
        .getByLabel("Path")
        .click()
        .then(() => page.getByRole("listbox").waitFor()),
    leave: closed,
  },
  { name: "a lesson with code", enter: (page) => at(page, "limits") },
  { name: "the same after a run that lost rows", enter: (page) => run(page) },
  {
    name: "the same with all that folds open, hint and solution",
    async enter(page) {
      await page.getByRole("button", { name: "Hint", exact: true }).click();
      await page.getByRole("button", { name: "Show a solution" }).click();
      await page
        .getByRole("button", { name: /^GET .*, status 429/ })
        .first()
        .click();
      await page.evaluate(() => document.querySelectorAll("main details").forEach((one) => (one.open = true)));
    },
  },
  { name: "the same, solved", enter: (page) => solve(page, lesson("limits")) },
  {
    name: "a lesson that was done before, with one's solution",
    async enter(page) {
      // It is done once the hidden second run is.
      await page.getByText("Your solution").waitFor();
      await at(page, "offset");
      await at(page, "limits");
      await page.getByText("Your solution").click();
    },
  },
  {
    name: "rows that are broken, and a cell that is pointed at",
    async enter(page) {
      await at(page, "csv-export");
      await run(page);
      await page.getByRole("slider", { name: "Row of the picture" }).press("ArrowRight");
    },
  },
  { name: "a bar that is pointed at", enter: (page) => part(page, "Timeline").getByRole("button").first().focus() },
  { name: "a lesson of two syncs", enter: (page) => at(page, "checkpoint").then(() => run(page)) },
  { name: "a raw answer", enter: (page) => send(page).then(() => page.getByRole("button", { name: "Raw" }).click()) },
  {
    name: "code that fails",
    async enter(page) {
      await at(page, "free");
      await type(page, FAILING);
      await run(page);
    },
  },
  {
    name: "an error that names the answer and what to do",
    async enter(page) {
      await at(page, "passwords");
      await run(page);
      await page.locator("#run-error").getByText("has no rows").waitFor();
    },
  },
  {
    name: "code in Python, with both languages side by side",
    async enter(page) {
      await type(page, "def sync(api, land, state):\n    for page in range(10):\n        pass\n");
      await run(page);
      await page.locator("#run-error dl").waitFor();
    },
  },
  {
    name: "code that cannot be read",
    async enter(page) {
      await type(page, "async function sync(api, land, state) {\n  const = 1;\n}\n");
      await run(page);
      await page.locator("#run-error").getByText("Line 2").waitFor();
    },
  },
  {
    name: "the drawer",
    async enter(page) {
      await serverButton(page).click();
      const drawer = page.getByRole("dialog", { name: "Server" });
      await drawer.getByText("Paste the credentials it printed").click();
      await drawer.getByLabel("records", { exact: true }).fill("0");
      await drawer.getByRole("button", { name: "Apply" }).click();
      await drawer.getByRole("alert").waitFor();
    },
    leave: closed,
  },
  { name: "the menu", enter: menu, leave: closed },
  { name: "the last page", enter: (page) => page.evaluate(() => (location.hash = "#/end")).then(() => shown(page, /of \d+ done$/)) },
  {
    name: "settings of one's own",
    async enter(page) {
      await at(page, "free");
      await serverButton(page).click();
      const drawer = page.getByRole("dialog", { name: "Server" });
      await drawer.getByLabel("records", { exact: true }).fill("150");
      await drawer.getByRole("button", { name: "Apply" }).click();
      await page.getByText("1 setting of yours").waitFor();
      await closed(page);
    },
    leave: (page) => page.getByRole("button", { name: "Reset your settings" }).click(),
  },
  {
    name: "the question before all is forgotten",
    enter: (page) => menu(page).then(() => page.getByRole("button", { name: "Forget everything …" }).click()),
    leave: (page) => closed(page).then(() => closed(page)),
  },
  { name: "the link to share", enter: (page) => page.getByRole("button", { name: "Share" }).click(), leave: closed },
  {
    name: "the list of lessons",
    async enter(page) {
      const button = page.getByRole("button", { name: "Lessons", exact: true });
      if (await button.isVisible()) await button.click();
      await entry(page, lessons.at(-1)).waitFor();
    },
    leave: closed,
  },
  {
    name: "the reference",
    async enter(page) {
      await page.evaluate(() => (location.hash = "#/reference"));
      await page.getByRole("button", { name: "Try it: " }).first().waitFor();
    },
  },
  {
    name: "the reference with a request tried, its sample and errors open",
    async enter(page) {
      await page.getByRole("button", { name: "Try it: Search Pagination" }).click();
      const entry = page.getByRole("article", { name: "Search Pagination" });
      await entry.getByText("200 OK").waitFor();
      await entry.getByText("A sample answer").click();
      await entry.getByText("Errors: ").click();
    },
  },
];

/** An address of the page for which the browser allows no service worker. */
export const withoutWorker = (url) => url.replace("127.0.0.1", INSECURE);
