// The timeline: each exchange a bar, as wide as it took, and the waits between them. Status is told by colour, pattern and text.

import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from "../vendor/htm-preact.js";
import { count } from "../model/words.js";
import { toAnswer } from "./answer.js";
import { duration, kindOf, placed } from "./lane.js";
import { useWidth } from "./width.js";

/** From how many pixels on a bar says how long it took. */
const ROOMY = 60;
const EMPTY = "Each request becomes a bar here, with its waits and retries. Choose one to see its answer.";

/** @param {{app, state}} props */
export function Timeline({ app, state }) {
  const { exchanges, shown, run } = state;
  const lanes = useMemo(() => lanesOf(exchanges), [exchanges]);
  const ids = useMemo(() => lanes.flatMap((lane) => lane.exchanges.map(({ id }) => id)), [lanes]);
  const [frame, moved] = [useRef(), useRef(false)];
  const [left, setLeft] = useState(null);
  // One stop for the Tab key: the bar that had the focus last, else the one that is shown, else the first.
  const stop = [left, shown].find((id) => ids.includes(id)) ?? ids[0];
  const move = (event) => {
    const at = ids.indexOf(stop);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: ids.length - 1 }[event.key];
    if (ids[to] === undefined) return;
    event.preventDefault();
    moved.current = true;
    setLeft(ids[to]);
  };
  useLayoutEffect(() => {
    if (moved.current) frame.current.querySelector(`[data-id="${left}"]`).focus();
    moved.current = false;
  }, [left]);
  return html`
    <section class="timeline panel" aria-labelledby="timeline">
      <div class="panel-head">
        <h2 id="timeline" class="panel-title">Timeline</h2>
        <span class="small soft">${summary(exchanges)}</span>
      </div>
      <div class="lanes" ref=${frame} onKeyDown=${move} onfocusin=${({ target }) => setLeft(Number(target.dataset.id))}>
        ${!ids.length && html`<p class="lane-empty small soft">${EMPTY}</p>`}
        ${lanes.map((lane) => html`<${Lane} key=${lane.sync} ...${{ app, lane, stop, shown }} follows=${run.state === "running"} />`)}
      </div>
    </section>
  `;
}

/** How many requests, and how many of them went wrong. */
function summary(exchanges) {
  if (!exchanges.length) return "";
  const wrong = {};
  for (const { status } of exchanges) {
    const name = status || "no answer";
    if (kindOf(status) !== "good") wrong[name] = (wrong[name] ?? 0) + 1;
  }
  const parts = Object.entries(wrong).map(([name, times]) => `${times} × ${name}`);
  return [count(exchanges.length, "request"), ...parts].join(", ");
}

/** A lane for each sync, and the last for what was sent by hand. */
function lanesOf(exchanges) {
  const syncs = [...new Set(exchanges.map(({ sync }) => sync))].sort((a, b) => (a || Infinity) - (b || Infinity));
  return syncs.map((sync) => ({ sync, exchanges: exchanges.filter((exchange) => exchange.sync === sync) }));
}

/** A lane scrolls sideways, and goes along with a run. */
function Lane({ app, lane, stop, shown, follows }) {
  const [frame, room] = useWidth();
  const { sync, exchanges } = lane;
  const { bars, width, took, ticks } = useMemo(() => placed(exchanges, room), [exchanges, room]);
  useEffect(() => {
    if (follows) frame.current.scrollLeft = width;
  }, [follows, width]);
  const name = sync ? `Sync ${sync}` : "By hand";
  return html`
    <div class="lane" role="group" aria-label=${`${name}: ${count(bars.length, "request")} in ${duration(took)}`}>
      <span class="lane-name small soft" aria-hidden="true">${name}</span>
      <div class="lane-scroll" ref=${frame}>
        <div class="lane-bars" style=${{ width: `${width}px` }}>
          ${bars.map((bar) => html`<${Bar} key=${bar.exchange.id} ...${{ app, bar, stop, shown }} />`)}
          ${ticks.map(({ x, text }) => html`<span class="tick-time" style=${{ left: `${x}px` }} aria-hidden="true">${text}</span>`)}
        </div>
      </div>
    </div>
  `;
}

function Bar({ app, bar, stop, shown }) {
  const { exchange, x, width, wait, retry, took } = bar;
  const { id, status } = exchange;
  const kind = kindOf(status);
  const name = titleOf(bar);
  return html`
    ${wait && html`<span class="wait" style=${{ left: `${wait.x}px`, width: `${wait.width}px` }}><span>${wait.text}</span></span>`}
    <button
      class=${`bar bar-${kind}`}
      style=${{ left: `${x}px`, width: `${width}px` }}
      data-id=${id}
      tabindex=${id === stop ? 0 : -1}
      aria-current=${id === shown ? "true" : null}
      aria-label=${name}
      title=${name}
      onClick=${() => (app.show(id), toAnswer())}
    >
      ${retry && "↻ "}${kind === "good" ? width >= ROOMY && duration(took) : status || "×"}
    </button>
  `;
}

function titleOf({ exchange, retry }) {
  const { method, path, status, started, ended, rows } = exchange;
  const parts = [`${method} ${path}`, status ? `status ${status}` : "no answer", duration(ended - started)];
  if (rows !== null) parts.push(count(rows, "row"));
  return parts.concat(retry ? "a retry" : []).join(", ");
}
