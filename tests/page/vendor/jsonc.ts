// What says where a text stops being JSON; see preact.ts.
export { parse, printParseErrorCode } from "jsonc-parser";
