// The package as people have it: packed, and installed into an empty folder.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";

/** What `cargo xtask build` made for npm. */
export const KIT = fileURLToPath(new URL(process.env.PLAYGROUND_KIT ?? "../../../dist/npm/", import.meta.url));
const MODULES = fileURLToPath(new URL("../node_modules", import.meta.url));
const REPOSITORY = new URL("../../../", import.meta.url);

const npm = (folder, ...words) =>
  execFileSync("npm", [...words, "--offline", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: folder,
    encoding: "utf8",
    shell: process.platform === "win32",
  });

/** A folder with the package in it, and with these others. It goes when the file's tests are over. */
export function installed(...others) {
  const folder = mkdtempSync(join(tmpdir(), "installed-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const [{ filename }] = JSON.parse(npm(KIT, "pack", "--json", "--pack-destination", folder));
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }');
  npm(folder, "install", `./${filename}`);
  for (const name of others) {
    const place = join(folder, "node_modules", name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(join(MODULES, name), place, "junction");
  }
  return {
    folder,
    /** Writes a file of the project. */
    write: (name, text) => writeFileSync(join(folder, name), text),
    /** Runs a program of a package, and gives what it prints; an error has that too. */
    run: (program, ...words) => node(folder, join(MODULES, program), ...words),
    node: (...words) => node(folder, ...words),
  };
}

function node(folder, ...words) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("NODE_TEST")));
  return execFileSync(process.execPath, words, { cwd: folder, encoding: "utf8", env, stdio: "pipe" });
}

/** The fenced blocks of a language in a file of the repository. */
export function samples(file, language) {
  const text = readFileSync(new URL(file, REPOSITORY), "utf8");
  const blocks = text
    .split(`\n\`\`\`${language}\n`)
    .slice(1)
    .map((rest) => rest.split("```")[0]);
  if (!blocks.length) throw new Error(`${file} has no sample in ${language}`);
  return blocks;
}
