// The response of the shown exchange: its status, the text of an error, its headers, and its body as a table, a tree or raw.

import { html, useMemo, useState } from "../vendor/preact.js";
import { explain401 } from "../model/credentials.js";
import { count, number } from "../model/words.js";
import { Coloured } from "./code.js";
import { listIn, Table } from "./table.js";
import { Tree } from "./tree.js";

/** Characters of a raw body shown at first and more by each press, and up to how many are highlighted. */
const RAW = 50_000;
const HIGHLIGHTED = 20_000;

const WORDS = {
  200: "OK",
  204: "No Content",
  206: "Partial Content",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  406: "Not Acceptable",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  416: "Range Not Satisfiable",
  429: "Too Many Requests",
  500: "Internal Server Error",
  502: "Bad Gateway",
};

/**
 * The appearance of a status: number and word, a tone of the chips, and a mark that carries the same meaning without colour.
 * @param {{ status: number }} exchange
 * @returns {{ text: string, tone: "good" | "warn" | "bad", mark: string }}
 */
export function ending({ status }) {
  if (!status) return { text: "No answer", tone: "bad", mark: "✕" };
  const text = [status, WORDS[status]].filter(Boolean).join(" ");
  if (status < 300) return { text, tone: "good", mark: "✓" };
  return status < 500 ? { text, tone: "warn", mark: "!" } : { text, tone: "bad", mark: "✕" };
}

/** Scrolls the response into view after a request that was sent by hand. */
export const toAnswer = () => requestAnimationFrame(() => document.getElementById("answer-title")?.scrollIntoView({ block: "nearest" }));

export function Answer({ state }) {
  const exchange = state.exchanges.find(({ id }) => id === state.shown);
  return html`<section class="panel answer" aria-labelledby="answer-title" aria-busy=${state.sending || state.pressed === "send" ? "true" : "false"}>
    <div class="panel-head">
      <h2 class="panel-title grow" id="answer-title">Answer</h2>
      ${state.pressed === "send" && html`<span class="chip answer-waiting">Waiting for the server …</span>`}
      ${state.sending && html`<span class="chip answer-waiting">Waiting for the answer …</span>`}
      ${!state.sending && exchange && html`<${Figures} exchange=${exchange} />`}
    </div>
    ${
      exchange
        ? html`<${AnswerBody} key=${exchange.id} exchange=${exchange} credentials=${state.server.credentials ?? {}} />`
        : html`<p class="answer-none soft">
            Nothing asked yet. Press Send${state.lesson.start && ", or a bar of the timeline"}: the answer appears here.
          </p>`
    }
  </section>`;
}

/** The status, the duration and the size of a response. */
export function Figures({ exchange }) {
  const { text, tone, mark } = ending(exchange);
  const { rows, started, ended, bytes } = exchange;
  return html`<span class=${`chip chip-${tone}`}><span aria-hidden="true">${mark}</span> ${text}</span>
    <span class="chip">${number(Math.round(ended - started))} ms</span>
    <span class="chip">${size(bytes)}</span>
    ${rows !== null && html`<span class="chip">${count(rows, "row")}</span>`}`;
}

/** "999 B", "1.5 kB", "2,000.0 kB" */
const size = (bytes) => (bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toLocaleString("en-GB", TENTHS)} kB`);
const TENTHS = { minimumFractionDigits: 1, maximumFractionDigits: 1 };

/** The response as a whole. `isShort` leaves out the request where it is shown above. */
export function AnswerBody({ exchange, credentials, isShort = false }) {
  const { method, path, headers, text, bytes, status, error } = exchange;
  const parsed = useMemo(() => json(text, headers), [text]);
  const list = useMemo(() => parsed && listIn(parsed.value), [parsed]);
  const ways = ["Table", "Tree", "Raw"].filter((way) => (way === "Table" ? list : way === "Raw" || parsed));
  const [way, choose] = useState(ways[0]);
  const said = error ?? (parsed && saidIn(parsed.value, status));
  const why = explain401(exchange, exchange, credentials);
  const cut = bytes > 1024 * 1024;
  return html`<div class="answer-body">
    ${!isShort && html`<p class="answer-request mono">${method} ${path}</p>`}
    ${said && html`<p class=${`note ${status && status < 500 ? "note-warn" : "note-bad"}`}>${said}</p>`}
    ${why && html`<p class="note">${why}</p>`}
    ${headers.length > 0 && html`<${Headers} headers=${headers} />`}
    ${cut && html`<p class="note">The body is longer than 1 MiB: its beginning is shown.</p>`}
    ${
      parsed &&
      html`<div class="answer-views" role="group" aria-label="Show the body as">
        ${ways.map(
          (name) => html`<button type="button" class="button" aria-pressed=${String(name === way)} onClick=${() => choose(name)}>
            ${name}
          </button>`,
        )}
      </div>`
    }
    ${way === "Table" && html`<${Table} ...${list} />`}
    ${way === "Tree" && html`<div class="answer-tree mono"><${Tree} value=${parsed.value} /></div>`}
    ${way === "Raw" && html`<${Raw} text=${text} isJson=${parsed !== null} status=${status} />`}
  </div>`;
}

/** The body as a value; null if it is not JSON. */
function json(text, headers) {
  const type = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  if (!/[/+]json\b/i.test(type)) return null;
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

/** The message of an error response. */
function saidIn(value, status) {
  const said = [value?.error?.message, value?.error, value?.message, value?.errors?.[0]?.message].find((each) => typeof each === "string");
  return status >= 400 || value?.errors ? said : undefined;
}

function Headers({ headers }) {
  return html`<details class="answer-headers">
    <summary>${count(headers.length, "header")}</summary>
    <dl class="pairs mono">${headers.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
  </details>`;
}

function Raw({ text, isJson, status }) {
  const [shown, setShown] = useState(RAW);
  if (!text) return status ? html`<p class="soft">The body is empty.</p>` : null;
  const part = text.slice(0, shown);
  return html`<pre class="code-block" tabindex="0" role="group" aria-label="Body"><code>${
    isJson && part.length <= HIGHLIGHTED ? html`<${Coloured} text=${part} language="json" />` : part
  }</code></pre>
    ${shown < text.length && html`<button type="button" class="button" onClick=${() => setShown(shown + RAW * 4)}>Show more</button>`}`;
}
