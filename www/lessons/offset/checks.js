// Slices that meet: no border loses a row.
import { everyRowFrom, fewRequests, nothingTwice } from "../judge.js";

const PATH = "/pagination/offset";

export const reason = "every-row";
export const checks = [everyRowFrom(PATH), nothingTwice, fewRequests(PATH)];
