// The edge's adapter for the Workers runtime. The module comes compiled: compiling at run time is forbidden there.
import wasm from "./playground.wasm";
import { createHandler } from "./handler.js";
import { objectOf } from "./shared.js";

export { createHandler };
export default createHandler(wasm);
export const SharedState = objectOf((variables, memory) => createHandler(wasm, variables, memory));
