// Where the native command is.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const FILE = process.platform === "win32" ? "playground.exe" : "playground";
/** npm's links to the programs of packages: `playground` there is `command.js`, which needs the package as well. */
const LINKS = join("node_modules", ".bin");

/** The package that has the command for this system. */
export const PACKAGE = `@connector-playground/${process.platform}-${process.arch}`;

/** The command of the package that npm installed along; undefined without it. */
export function packaged() {
  try {
    return createRequire(import.meta.url).resolve(`${PACKAGE}/bin/${FILE}`);
  } catch {
    return undefined;
  }
}

/** The command that is named, by an option or by PLAYGROUND_BINARY, or that of the package, or one on the path. */
export function program(binary) {
  const variable = process.env.PLAYGROUND_BINARY;
  if (binary) return named(binary instanceof URL ? fileURLToPath(binary) : binary, "the option `binary`");
  if (variable) return named(variable, "the variable PLAYGROUND_BINARY");
  const found = packaged() ?? onPath();
  if (found) return found;
  throw new Error(
    `Connector Playground: there is no command \`playground\`: neither the option \`binary\` nor the variable PLAYGROUND_BINARY names one, the package ${PACKAGE} is not installed, and the path has none. It comes from: cargo install connector-playground, pip install connector-playground`,
  );
}

function named(path, by) {
  if (existsSync(path)) return resolve(path);
  throw new Error(`Connector Playground: ${by} names ${path}, where there is no file`);
}

function onPath() {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder && !resolve(folder).endsWith(LINKS));
  return folders.map((folder) => join(folder, FILE)).find((file) => existsSync(file));
}
