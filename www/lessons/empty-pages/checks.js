// Pages that are short or empty, though more follow.
import { everyRowFrom, fewRequests, nothingTwice } from "../judge.js";

const PATH = "/pagination/cursor";

export const reason = "every-row";
export const checks = [everyRowFrom(PATH), nothingTwice, fewRequests(PATH, { times: 2 })];
