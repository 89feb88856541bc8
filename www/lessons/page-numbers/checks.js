// All pages by their numbers, the last one too.
import { everyRowFrom, fewRequests, nothingTwice } from "../judge.js";

const PATH = "/pagination/page_number";

export const reason = "every-row";
export const checks = [everyRowFrom(PATH), nothingTwice, fewRequests(PATH)];
