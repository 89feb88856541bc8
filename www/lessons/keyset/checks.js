// Keyset paging that loses no row of a second that many share.
import { everyRowFrom, fewRequests, nothingTwice } from "../judge.js";

const PATH = "/pagination/keyset";

export const reason = "every-row";
export const checks = [everyRowFrom(PATH), nothingTwice, fewRequests(PATH)];
