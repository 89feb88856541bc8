// A last page that comes again, and lands once.
import { everyRowFrom, fewRequests, nothingTwice } from "../judge.js";

const PATH = "/pagination/page_number";

export const reason = "nothing-twice";
export const checks = [nothingTwice, everyRowFrom(PATH), fewRequests(PATH)];
