// The first requests by hand: rows, a full page, and a refusal that was asked for.
import { queryOf } from "../evidence.js";
import { byHand } from "../judge.js";

/** The most rows that the API gives per page. */
const LARGEST = 50;

export const reason = "fifty";
export const checks = [
  byHand("rows", "An answer with rows came.", ({ status, rows }) => status === 200 && rows > 0),
  byHand("fifty", "50 rows came at once.", ({ status, rows }) => status === 200 && rows === LARGEST),
  byHand("refused", "More than 50 rows were asked for, and a 400 said what is wrong.", isRefused),
];

/** Whether it was refused for its size, and not for a parameter that is unknown or there twice. */
function isRefused(exchange) {
  const [size, ...others] = queryOf(exchange).getAll("per_page");
  return exchange.status === 400 && others.length === 0 && Number(size) > LARGEST && /'per_page'.*\bbetween\b/.test(exchange.text);
}
