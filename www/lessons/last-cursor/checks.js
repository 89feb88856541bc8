// A cursor that leads to itself at the end, behind pages some of which are empty.
import { comesToAnEnd, everyRow, fewRequests, nothingTwice } from "../judge.js";

const PATH = "/pagination/cursor_header";

export const reason = "ends";
export const checks = [comesToAnEnd, everyRow, nothingTwice, fewRequests(PATH, { times: 2 })];
