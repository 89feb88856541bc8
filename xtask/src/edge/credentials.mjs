// Prints the credentials of a playground with these variables, as JSON. Arguments: the folder of the edge's adapter, the variables.
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [folder, variables] = process.argv.slice(-2);
const file = (name) => new URL(name, pathToFileURL(`${folder}/`));
const { startServer } = await import(file("handler.js"));
const wasm = await WebAssembly.compile(await readFile(file("playground.wasm")));
try {
  const { playground } = startServer(wasm, JSON.parse(variables));
  console.log(JSON.stringify(playground.credentials, null, 2));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
