// What authors of tutorials copy: pages with and without a bundler, in Chromium, out of the installed package.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { compile } from "@mdx-js/mdx";
import { build } from "esbuild";
import { until, visit } from "../browser/support/browser.mjs";
import { document, host } from "../browser/support/host.mjs";
import { installed, samples } from "./support/installed.mjs";

const LIMIT = { timeout: 60_000 };
const KIT_PAGE = "worker/kit/README.md";
const GUIDE = "docs/embedding.md";

const project = installed("react", "react-dom");
const own = join(project.folder, "node_modules/connector-playground");
const example = (name) => readFileSync(join(own, "examples", name), "utf8");

/** What `init` puts into the folder of a site. */
const SITE = (() => {
  project.node(join(own, "init.js"), "init", "public");
  const folder = join(project.folder, "public");
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
})();

/** A page of a site at `base`, opened. */
async function opened(t, html, { base = "/", files = {} } = {}) {
  const site = await host(t, { files: { ...SITE, "index.html": html, ...files }, base });
  const page = await visit(t, site.url);
  page.on("pageerror", (error) => page.said.push(error.message));
  return page;
}

/** A script that shows a component, with all that it imports. */
async function bundled(source, name = "main.jsx") {
  const mdx = {
    name: "mdx",
    setup({ onLoad }) {
      onLoad({ filter: /\.mdx$/ }, async ({ path }) => ({
        contents: String(await compile(readFileSync(path), { jsx: true })),
        loader: "jsx",
      }));
    },
  };
  const { outputFiles } = await build({
    stdin: { contents: source, sourcefile: name, resolveDir: project.folder, loader: "jsx" },
    bundle: true,
    write: false,
    format: "esm",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"development"' },
    nodePaths: [join(project.folder, "node_modules"), fileURLToPath(new URL("node_modules", import.meta.url))],
    preserveSymlinks: true,
    plugins: [mdx],
  });
  return outputFiles[0].text;
}

const mounted = (imports, element) => `
  import { StrictMode } from "react";
  import { createRoot } from "react-dom/client";
  ${imports}
  createRoot(document.body).render(<StrictMode>${element}</StrictMode>);
`;
const shell = `${document("a tutorial")}<body></body><script type="module" src="main.js"></script>`;

test("the ten lines of the package's page are its demo, and show rows", LIMIT, async (t) => {
  const [html] = samples(KIT_PAGE, "html");
  assert.equal(html.replace("connector-playground.js", "index.js"), readFileSync(join(own, "demo.html"), "utf8"));
  assert.ok(html.trim().split("\n").length <= 10);
  for (const base of ["/", "/tutorials/paging/"]) {
    const page = await opened(t, html, { base });
    await until(page, () => document.querySelector("#rows").textContent.endsWith('"total":1000}'));
  }
});

test("the lines for a bundler run, and the worker answers the page's own fetch", LIMIT, async (t) => {
  const [code] = samples(KIT_PAGE, "js");
  const page = await opened(t, shell, {
    files: { "main.js": await bundled(`${code}\ndocument.body.textContent = await response.text();`) },
  });
  await until(page, () => document.body.textContent.endsWith('"total":1000}'));
});

test("the guide shows the examples as they are in the package", () => {
  assert.deepEqual(samples(GUIDE, "html"), [example("plain.html")]);
  assert.deepEqual(samples(GUIDE, "jsx"), [example("Rows.jsx")]);
  assert.deepEqual(samples(GUIDE, "mdx"), [example("lesson.mdx")]);
});

test("the plain example turns pages to the last one", LIMIT, async (t) => {
  const page = await opened(t, example("plain.html"));
  for (const number of [1, 2, 3]) {
    await page.getByText(`page ${number}: 10 of 30 rows`).waitFor();
    const rows = (await page.locator("pre").textContent()).trim().split("\n");
    assert.equal(new Set(rows).size, 10 * number);
    if (number < 3) await page.getByRole("button", { name: "Next page" }).click();
  }
  assert.equal(await page.getByRole("button").isDisabled(), true);
});

test("the component for React turns pages, also where effects run twice", LIMIT, async (t) => {
  const source = mounted('import { Rows } from "connector-playground/examples/Rows.jsx";', "<Rows />");
  const page = await opened(t, shell, { files: { "main.js": await bundled(source) } });
  for (const rows of [10, 20, 30]) {
    await page
      .locator("li")
      .nth(rows - 1)
      .waitFor();
    assert.equal(await page.locator("li").count(), rows);
    if (rows < 30) await page.getByRole("button").click();
  }
  // React says so where two rows have one id.
  assert.deepEqual(
    page.said.filter((text) => /\bkey\b/.test(text)),
    [],
  );
  assert.equal(await page.getByRole("button").isDisabled(), true);
});

test("the component says why there are no rows", LIMIT, async (t) => {
  const source = mounted('import { Rows } from "connector-playground/examples/Rows.jsx";', "<Rows />");
  const page = await opened(t, shell, {
    files: { "main.js": await bundled(source), "playground.wasm": "no module", "service-worker.js": undefined },
  });
  await page.getByText(/^Connector Playground: No service worker.*Nor does it start in the page/).waitFor();
});

test("the lesson in MDX shows its text and its rows", LIMIT, async (t) => {
  const source = mounted('import Lesson from "connector-playground/examples/lesson.mdx";', "<Lesson />");
  const page = await opened(t, shell, { files: { "main.js": await bundled(source) } });
  await page.getByRole("heading", { name: "Follow the link" }).waitFor();
  await page.locator("li").nth(4).waitFor();
  assert.equal(await page.locator("li").count(), 5);
});
