// Prints the nanoseconds that a page of ten takes in wasm, in the Node that runs this: `time.mjs MODULE`, of `pages.rs`.
import { readFile } from "node:fs/promises";

/** Requests in a call, as `pages.rs` has it. */
const BATCH = 500;
const BATCHES = 201;

const { instance } = await WebAssembly.instantiate(await readFile(process.argv[2]));
const batch = () => {
  const start = process.hrtime.bigint();
  const others = instance.exports.main(0, 0);
  const time = Number(process.hrtime.bigint() - start);
  if (others !== 0) throw new Error(`${others} answers were no page`);
  return time / BATCH;
};
// The engine optimises what is called often.
for (let n = 0; n < BATCHES; n += 1) batch();
const times = Array.from({ length: BATCHES }, batch).sort((one, other) => one - other);
console.log(times[(BATCHES - 1) / 2]);
