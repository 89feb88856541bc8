// The page's libraries: one file each, bundled from the packages that tests/package-lock.json pins. `npm run vendor` in tests/ writes them
// and the list of their licences. They are in the repository, because the command is built without Node.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** The folder of the libraries. */
export const VENDOR = new URL("../../../www/vendor/", import.meta.url);
/** A file for each library, which names what the page imports from it. It gives the checker the types, too. */
const ENTRIES = new URL("../vendor/", import.meta.url);
const TESTS = fileURLToPath(new URL("../..", import.meta.url));
const LICENSES = "LICENSES.txt";
const HEAD = `The page's libraries are bundles of these packages; a test makes them anew from tests/package-lock.json and compares.`;

/** @returns {Promise<Record<string, string>>} the files of the folder, each with its text */
export async function vendored() {
  const [files, packages] = [{}, new Set()];
  for (const entry of (await readdir(ENTRIES)).sort()) {
    const {
      outputFiles: [{ text }],
      metafile,
    } = await build({
      entryPoints: [fileURLToPath(new URL(entry, ENTRIES))],
      absWorkingDir: TESTS,
      bundle: true,
      minify: true,
      metafile: true,
      format: "esm",
      target: "es2022",
      charset: "utf8",
      write: false,
      logLevel: "warning",
    });
    const name = entry.replace(/\.ts$/, "");
    files[`${name}.js`] = text;
    files[`${name}.d.ts`] = `export * from "../../tests/page/vendor/${name}";\n`;
    for (const name of packagesIn(metafile)) packages.add(name);
  }
  return { ...files, [LICENSES]: await licences([...packages].sort()) };
}

/** The packages of which something is in a bundle. */
function packagesIn({ outputs }) {
  const inputs = Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs));
  const used = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return used.flatMap(([path]) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
}

/** Packages with their versions, and each text of a licence once, below the names of those that have it. */
async function licences(names) {
  const [rows, texts] = [[], new Map()];
  for (const name of names) {
    const folder = new URL(`../../node_modules/${name}/`, import.meta.url);
    const { version, license } = JSON.parse(await readFile(new URL("package.json", folder), "utf8"));
    const file = (await readdir(folder)).find((each) => /^licen[cs]e/i.test(each));
    const text = (await readFile(new URL(file, folder), "utf8")).replaceAll("\r\n", "\n").trim();
    rows.push(`  ${name} ${version}, ${license}`);
    texts.set(text, { license, names: [...(texts.get(text)?.names ?? []), name] });
  }
  const parts = [...texts].map(([text, { license, names }]) => `---- ${names.join(", ")}: ${license} ----\n\n${text}\n`);
  return [`${HEAD}\n`, `${rows.join("\n")}\n`, ...parts].join("\n");
}

if (import.meta.filename === process.argv[1]) {
  for (const [name, text] of Object.entries(await vendored())) await writeFile(new URL(name, VENDOR), text);
}
