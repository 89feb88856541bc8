// What went wrong in a sync, as compilers tell it: where, what, what came before it, and what to do. The worker knows the error; what the
// last answer was is known here.
import { wrongCredential } from "./facts/refused.js";
import { header, saidBy, seenIn } from "./seen.js";
import { count, ended } from "./words.js";
import { insteadOf } from "../sync/python.js";

/** @typedef {import("../sync/runner.js").Fault & { came: string | null, text: string }} Problem `text` is all of it, in one line */

/**
 * @param {import("../sync/runner.js").Fault} fault
 * @param {{ exchanges: import("./exchange.js").Exchange[] }[]} syncs the last of them failed
 * @param {{ credentials?: object, code?: string }} [known] the right credentials, and the code
 * @returns {Problem}
 */
export function problemOf(fault, syncs, { credentials, code = "" } = {}) {
  const last = lastAnswer(syncs);
  const { came, help } =
    fault.about === "limit" ? walked(syncs) : (answered(fault, last, credentials) ?? unknownName(fault) ?? habit(fault, code) ?? {});
  const problem = { ...fault, came: came ?? null, help: help ?? fault.help };
  return { ...problem, text: [ended(problem.what), problem.came, problem.help].filter(Boolean).join(" ") };
}

/** The answer that came last before the error. */
function lastAnswer(syncs) {
  const all = seenIn(syncs).at(-1) ?? [];
  return all.reduce((last, one) => (!last || one.exchange.ended >= last.exchange.ended ? one : last), null);
}

/** What an answer without rows has to do with an error that missed something of it. */
function answered({ about, what }, last, credentials) {
  if (!last || !about || /^ReferenceError|^SyntaxError/.test(what)) return null;
  const { status, method, path } = last.exchange;
  if (last.good && status !== 204) return null;
  const said = saidBy(last.exchange);
  const words = said && !what.includes(said) ? ` ‘${said}’` : "";
  const without = { rows: ", so it has no rows", body: "" }[about] ?? "";
  const came = `The answer to ${last.name}, ${method} ${path}, was ${status || "none"}${words}${without}.`;
  return { came, help: helpFor(last.exchange, credentials) };
}

function helpFor(exchange, credentials) {
  const { status, headers } = exchange;
  if (status === 401) {
    return [wrongCredential(exchange, credentials), "Look at `response.status` before you read the body."].filter(Boolean).join(" ");
  }
  if (status === 429) {
    const wait = header(headers, "retry-after");
    return `Wait ${wait ? `the ${count(Number(wait), "second")} of \`Retry-After\`` : "a while"}, then ask for the same again.`;
  }
  if (status === 404 || status === 204) return "Look at `response.status` before you read the body, and decide what this one means here.";
  if (status >= 500) return "The server is in trouble: look at `response.status`, wait, and ask for the same again.";
  return "Look at `response.ok` before you read the body.";
}

/** Names of another language. */
function unknownName({ what }) {
  const name = /^ReferenceError: (\w+) is not defined/.exec(what)?.[1];
  const here = name && insteadOf(name);
  return here ? { help: `This looks like Python. In JavaScript it is \`${here}\`.` } : null;
}

/** Habits of Python that JavaScript can read, and takes for something else. */
function habit({ what, line, about }, code) {
  const lines = code.split("\n");
  if (/\[-\d+\]/.test(lines[line - 1] ?? "")) return { help: "`[-1]` is Python. In JavaScript the last one is `.at(-1)`." };
  const at = lines.findIndex((text) => /\bfor\s*\((?:const|let|var)\s+\w+\s+in\b/.test(text));
  if (at >= 0 && at < line && (about || /^Row/.test(what))) {
    return {
      help: `\`for (… in …)\` in line ${at + 1} goes through the numbers of the places. Write \`of\` in place of \`in\` for the rows themselves.`,
    };
  }
  if (/is not iterable/.test(what)) return { help: "What is gone through is no list. Take the list of the answer, such as `answer.data`." };
  return null;
}

/** Whether a sync that was stopped was still getting somewhere. */
function walked(syncs) {
  const requests = seenIn(syncs).at(-1) ?? [];
  const known = new Set();
  const brought = requests.map(({ rows }) => rows.filter((row) => isNew(known, row)).length);
  const last = brought.findLastIndex((count) => count > 0);
  if (requests.length < 20 || last < 0) return {};
  if (last >= requests.length - 2) {
    return {
      came: "The last answers still brought new rows, so the loop may be right, and the list too long for this page.",
      help: "Set fewer records, ask for more rows per page, or run this one from your machine.",
    };
  }
  return { came: `R${requests[last].name.slice(1)} brought the last new row; those after it brought none.` };
}

function isNew(known, row) {
  const text = JSON.stringify(row);
  return !known.has(text) && Boolean(known.add(text));
}
