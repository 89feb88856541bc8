// The editor of the sync code, and what the run says below it.

import { html, useEffect, useRef, useState } from "../vendor/preact.js";
import { CodeEditor } from "./code.js";
import { useHelp } from "./help.js";
import { isRun, RUN_KEYS } from "./keys.js";
import { Offered } from "./offered.js";
import { Result, RunLine, toneOf } from "./result.js";

/** Milliseconds in which a press of Stop is the second one of a double click. */
const DOUBLE = 500;
const HINT = "Tab indents; Esc, then Tab, leaves the editor.";

/** @param {{app, state, tell: (sentence: string) => void}} props */
export function Editor({ app, state, tell }) {
  const { run, lesson, server, pressed: early } = state;
  const code = state.work[lesson.id]?.code ?? lesson.start;
  const line = useErrorLine(run, code);
  const [running, failed] = [run.state === "running", run.state === "failed"];
  const settled = useSettled(running);
  const { buttons, brought } = useHelp({ app, state, tell });
  const start = () => !running && server.state !== "failed" && app.run();
  const pressed = (event) => {
    if (!isRun(event)) return;
    event.preventDefault();
    start();
  };
  return html`
    <section class=${`editor panel editor-${toneOf(state)}`} aria-labelledby="editor" onKeyDown=${pressed}>
      <div class="editor-head">
        <h2 id="editor" class="panel-title">Your sync</h2>
        ${lesson.syncs > 1 && html`<span class="small soft">${lesson.syncs} syncs a run</span>`}
        <span id="editor-keys" class="keys small soft">${HINT}</span>
      </div>
      <${Offered} app=${app} state=${state} />
      <div class="code-scroll">
        <${CodeEditor} name=${lesson.id} code=${code} label="Code of the sync" invalid=${failed} onChange=${app.setCode}
          describedBy=${failed ? "run-error editor-keys" : "editor-keys"} problem=${line && { line, text: run.error.what }} />
      </div>
      <div class="run-bar">
        ${
          running
            ? html`<button class="button" aria-disabled=${settled ? null : "true"} onClick=${() => settled && app.stop()}>Stop</button>`
            : html`<button class="button button-primary" disabled=${server.state === "failed"} onClick=${start}>
              ${early === "run" ? "Waiting for the server …" : html`Run <kbd>${RUN_KEYS}</kbd>`}
            </button>`
        }
        <${RunLine} run=${run} />
        <div class="actions">${buttons}</div>
      </div>
      <${Result} state=${state} brought=${brought} />
    </section>
  `;
}

/** Whether something has been running for a while: the second press of a double click is no wish to stop what the first one started. */
function useSettled(running) {
  const [settled, settle] = useState(false);
  useEffect(() => {
    const timer = running && setTimeout(settle, DOUBLE, true);
    return () => (clearTimeout(timer), settle(false));
  }, [running]);
  return settled;
}

/** The line of the error, as long as the code is the one that was run. */
function useErrorLine({ error }, code) {
  const failed = useRef(/** @type {{ error?: object, code?: string }} */ ({}));
  if (failed.current.error !== error) failed.current = { error, code };
  return error && failed.current.code === code ? error.line : null;
}
