// The editor of the sync code: a plain textarea above a layer with the same text in colours, line numbers, and what the run says.

import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from "../vendor/htm-preact.js";
import { count } from "../model/words.js";
import { highlighted } from "./code.js";
import { isRun, RUN_KEYS } from "./keys.js";

const INDENT = "  ";
const HINT = "Tab indents, Shift+Tab takes the indent back. To leave the editor by keyboard, press Esc, then Tab.";

/** @param {{app, state}} props */
export function Editor({ app, state }) {
  const { run, lesson, server } = state;
  const code = state.work[lesson.id]?.code ?? lesson.start;
  const line = useErrorLine(run, code);
  const running = run.state === "running";
  const start = () => !running && server.state === "ready" && app.run();
  const pressed = (event) => {
    if (!isRun(event)) return;
    event.preventDefault();
    start();
  };
  return html`
    <section class="editor panel" aria-labelledby="editor" onKeyDown=${pressed}>
      <div class="panel-head">
        <h2 id="editor" class="panel-title">Your sync</h2>
        <span class="small soft grow">${lesson.syncs > 1 && `${lesson.syncs} syncs a run`}</span>
        ${running
          ? html`<button class="button" onClick=${() => app.stop()}>Stop</button>`
          : html`<button class="button button-primary" disabled=${server.state !== "ready"} onClick=${start}>
              Run <kbd>${RUN_KEYS}</kbd>
            </button>`}
      </div>
      <${Area} app=${app} code=${code} line=${line} invalid=${run.state === "failed"} />
      <p class="run-line small">${runText(run, useSeconds(run.state === "running"))}</p>
      ${run.error && html`<p id="run-error" class="note note-bad">
        <strong>${run.error.line && `Line ${run.error.line}: `}</strong>${run.error.text}
      </p>`}
      <${Told} run=${run} />
      <p id="editor-keys" class="keys small soft">${HINT}</p>
    </section>
  `;
}

/** The run in one line; it is there from the start, so that nothing moves. */
function runText({ state, sync, syncs, requests, landed, seconds }, since) {
  const running = state === "running";
  const figures = `${count(requests, "request")}, ${count(landed, "row")} landed, ${(running ? since : seconds).toFixed(1)} s`;
  if (state === "never") return "Not run yet.";
  if (running) return `${syncs > 1 ? `Sync ${sync} of ${syncs} is running` : "Running"}: ${figures}`;
  return `${{ ended: "Ended", failed: "Failed", stopped: "Stopped" }[state]}: ${figures}`;
}

/** The seconds that something has been running: code that loops without a request tells nothing by itself. */
function useSeconds(running) {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const started = performance.now();
    const timer = running && setInterval(() => setSeconds((performance.now() - started) / 1000), 200);
    return () => (clearInterval(timer), setSeconds(0));
  }, [running]);
  return seconds;
}

/** The line of the error, as long as the code is the one that was run. */
function useErrorLine({ error }, code) {
  const failed = useRef({});
  if (failed.current.error !== error) failed.current = { error, code };
  return error && failed.current.code === code ? error.line : null;
}

function Area({ app, code, line, invalid }) {
  const area = useRef();
  const leaves = useRef(false);
  const lines = useMemo(() => code.split("\n").length, [code]);
  const colours = useMemo(() => highlighted(code, "javascript"), [code]);
  const pressed = (event) => {
    const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey || event.isComposing) return;
    if (key === "Tab" && !leaves.current) (event.preventDefault(), indent(area.current, shiftKey));
    if (key === "Enter" && !shiftKey) (event.preventDefault(), newLine(area.current));
    if (key !== "Shift") leaves.current = key === "Escape";
  };
  return html`
    <div class="code-scroll">
      <div class="code-area">
        <pre class="gutter" aria-hidden="true">${Array.from({ length: lines }, (_, n) =>
          n + 1 === line ? html`<span class="gutter-error">${n + 1}${"\n"}</span>` : `${n + 1}\n`,
        )}</pre>
        <div class="code-stack">
          ${line && html`<${Mark} line=${line} />`}
          <pre class="code-layer" aria-hidden="true">${colours}${"\n"}</pre>
          <textarea
            aria-label="Code of the sync"
            aria-describedby=${invalid ? "run-error editor-keys" : "editor-keys"}
            aria-invalid=${invalid ? "true" : null}
            spellcheck=${false}
            autocapitalize="off"
            autocomplete="off"
            wrap="off"
            ref=${area}
            value=${code}
            onInput=${({ target }) => app.setCode(target.value)}
            onKeyDown=${pressed}
            onBlur=${() => (leaves.current = false)}
          ></textarea>
        </div>
      </div>
    </div>
  `;
}

/** The line of the error, brought into the editor's sight when it comes; the page itself stays where it is. */
function Mark({ line }) {
  const mark = useRef();
  useLayoutEffect(() => {
    const { offsetTop, offsetHeight } = mark.current;
    const frame = mark.current.closest(".code-scroll");
    const inSight = offsetTop > frame.scrollTop && offsetTop + offsetHeight < frame.scrollTop + frame.clientHeight;
    if (!inSight) frame.scrollTop = offsetTop - frame.clientHeight / 2;
  }, [line]);
  return html`<div class="code-mark" style=${{ top: `calc(${line - 1} * var(--code-line))` }} ref=${mark}></div>`;
}

/** Puts text in place of the selection so that the browser's undo knows of it. */
function insert(area, text) {
  if (text === "" ? document.execCommand("delete") : document.execCommand("insertText", false, text)) return;
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

/** Tab: spaces at the caret, or all selected lines moved. */
function indent(area, back) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  if (!back && start === end) return insert(area, INDENT);
  const first = value.lastIndexOf("\n", start - 1) + 1;
  const lines = value.slice(first, end);
  const moved = back ? lines.replace(/^ {1,2}/gm, "") : lines.replace(/^(?=.)/gm, INDENT);
  if (moved === lines) return;
  area.setSelectionRange(first, end);
  insert(area, moved);
  const by = moved.length - lines.length;
  if (start === end) area.setSelectionRange(Math.max(first, start + by), Math.max(first, start + by));
  else area.setSelectionRange(first, end + by);
}

/** Enter: the next line begins below the text of this one, or further in after an opening bracket. */
function newLine(area) {
  const before = area.value.slice(area.value.lastIndexOf("\n", area.selectionStart - 1) + 1, area.selectionStart);
  insert(area, `\n${before.match(/^ */)[0]}${/[{[(]\s*$/.test(before) ? INDENT : ""}`);
}

/** What the code wrote to the console, and the state that it left. */
function Told({ run }) {
  const { log, checkpoint } = run;
  const kept = Object.keys(checkpoint ?? {}).length > 0 && JSON.stringify(checkpoint, null, 2);
  return html`
    ${log.length > 0 && html`<${Fold} title=${`Console (${count(log.length, "line")})`} text=${log.join("\n")} />`}
    ${kept && html`<${Fold} title="State after the run" text=${kept} />`}
  `;
}

const Fold = ({ title, text }) => html`
  <details class="told"><summary class="small">${title}</summary><pre class="scroll" tabindex="0">${text}</pre></details>
`;
