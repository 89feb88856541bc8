// The timeline: a bar for each exchange, as wide as its duration, and the waits between them. Colour, pattern and text show the status.

import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from "../vendor/preact.js";
import { broughtBy, changedIn, nameOf } from "../model/brought.js";
import { count } from "../model/words.js";
import { duration, kindOf, placed } from "./lane.js";
import { TRIES } from "./tie.js";
import { useWidth } from "./width.js";

/** Smallest width in pixels of a bar that shows its duration. */
const ROOMY = 60;
const EMPTY = "Each request becomes a bar here, with its waits and retries. Choose one to see its answer.";

/** @param {{app, state, pointed, toAnswer}} props `pointed` is a signal of what is pointed at: `{ cell, at }` or `{ exchange, sign }` */
export function Timeline({ app, state, pointed, toAnswer }) {
  const {
    exchanges,
    shown,
    run,
    destination: { stream },
  } = state;
  const cell = pointed.value?.cell;
  const lit = useMemo(() => cell && new Set(broughtBy(cell.key, { exchanges, stream })), [cell, exchanges]);
  const lanes = useMemo(() => lanesOf(exchanges), [exchanges]);
  const ids = useMemo(() => lanes.flatMap((lane) => lane.exchanges.map(({ id }) => id)), [lanes]);
  const changed = useMemo(() => changedIn(exchanges, stream), [exchanges, stream]);
  const [frame, moved] = [useRef(null), useRef(false)];
  const [left, setLeft] = useState(null);
  // A single tab stop: the bar that was focused last, else the shown one, else the first.
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
  const show = (exchange) => {
    app.show(exchange.id);
    toAnswer();
  };
  const bar = { exchanges, changed, stop, shown, lit, pointed, show };
  return html`
    <section class="timeline panel" aria-labelledby="timeline">
      <div class="evidence-head">
        <h2 id="timeline" class="panel-title">Timeline</h2>
        <span class="small soft">${summary(exchanges)}</span>
      </div>
      <div class="lanes" ref=${frame} onKeyDown=${move} onfocusin=${({ target }) => setLeft(Number(target.dataset.id))}>
        ${!ids.length && html`<p class="lane-empty small soft">${EMPTY}</p>`}
        ${lanes.map((lane) => html`<${Lane} key=${lane.sync} lane=${lane} bar=${bar} crashed=${run.crashed === lane.sync} follows=${run.state === "running"} />`)}
      </div>
    </section>
  `;
}

/** The number of requests, and of failed ones. */
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

/** A lane for each sync, and a last one for requests by hand. */
function lanesOf(exchanges) {
  const syncs = [...new Set(exchanges.map(({ sync }) => sync))].sort((a, b) => (a || Infinity) - (b || Infinity));
  return syncs.map((sync) => ({ sync, exchanges: exchanges.filter((exchange) => exchange.sync === sync) }));
}

/** A lane scrolls horizontally, and follows a run. */
function Lane({ lane, bar, crashed, follows }) {
  const [frame, room] = useWidth();
  const { sync, exchanges } = lane;
  const { bars, width, took, ticks } = useMemo(() => placed(exchanges, room), [exchanges, room]);
  useEffect(() => {
    if (follows) frame.current.scrollLeft = width;
  }, [follows, width]);
  const name = sync ? `Sync ${sync}${crashed ? ", killed" : ""}` : "By hand";
  return html`
    <div class="lane" role="group" aria-label=${`${name}: ${count(bars.length, "request")} in ${duration(took)}`}>
      <span class="lane-name small soft" aria-hidden="true">${name}</span>
      <div class="lane-scroll" ref=${frame}>
        <div class="lane-bars" style=${{ width: `${width}px` }}>
          ${bars.map((place) => html`<${Bar} key=${place.exchange.id} place=${place} ...${bar} />`)}
          ${ticks.map(({ x, text }) => html`<span class="tick-time" style=${{ left: `${x}px` }} aria-hidden="true">${text}</span>`)}
        </div>
      </div>
    </div>
  `;
}

function Bar({ place, exchanges, changed, stop, shown, lit, pointed, show }) {
  const { exchange, x, width, wait, sign, took } = place;
  const { id, status } = exchange;
  const kind = kindOf(status);
  const point = () => (pointed.value = { exchange, sign });
  const leave = () => pointed.value?.exchange === exchange && (pointed.value = null);
  const look = lit && (lit.has(exchange) ? "is-lit" : "is-dim");
  const rows = changed.get(exchange);
  return html`
    ${wait && html`<span class="wait" style=${{ left: `${wait.x}px`, width: `${wait.width}px` }}><span>${wait.text}</span></span>`}
    <button
      class=${["bar", `bar-${status === 204 ? "empty" : kind}`, rows && "has-changed", look].filter(Boolean).join(" ")}
      style=${{ left: `${x}px`, width: `${width}px` }}
      data-id=${id}
      tabindex=${id === stop ? 0 : -1}
      aria-current=${id === shown ? "true" : null}
      aria-label=${titleOf(place, exchanges, rows)}
      aria-describedby="tie"
      onPointerEnter=${point}
      onPointerLeave=${leave}
      onFocus=${point}
      onBlur=${leave}
      onClick=${() => show(exchange)}
    >
      ${sign === "retry" && "↻ "}${kind === "good" && status !== 204 ? width >= ROOMY && duration(took) : status || "×"}
    </button>
  `;
}

function titleOf({ exchange, sign }, exchanges, changed) {
  const { method, path, status, started, ended, rows } = exchange;
  const parts = [`${method} ${path}`, status ? `status ${status}` : "no answer", duration(ended - started)];
  if (rows !== null) parts.push(count(rows, "row"));
  if (changed) parts.push(`${count(changed, "row")} changed since an earlier page`);
  if (sign) parts.push(TRIES[sign]);
  return [...parts, nameOf(exchange, exchanges)].join(", ");
}
