// The result of a run, directly below the button that started it: how it ended, the error, what landed, and the state of the checks.

import { html, useEffect, useState } from "../vendor/preact.js";
import { count } from "../model/words.js";
import { areDone, Checks, Next } from "./checks.js";
import { Diagnosis, Problem } from "./problem.js";
import { Second } from "./second.js";

/** @param {{state, brought}} props `brought` is what the help has brought */
export function Result({ state, brought }) {
  const { run, destination, checks } = state;
  const over = run.state !== "never" && run.state !== "running";
  return html`
    <div class="result">
      ${run.error && html`<${Problem} problem=${run.error} />`}
      <p class="totals">${sentence(state)} ${over && !isBrokenOff(run) && run.diagnosis && html`<${Diagnosis} diagnosis=${run.diagnosis} />`}</p>
      ${destination.problem && html`<p class="note note-warn">${destination.problem}</p>`}
      <${Checks} checks=${checks} />
      <${Second} second=${state.second} />
      <${Next} state=${state} />
      ${brought}
      <${Told} run=${run} />
    </div>
  `;
}

/** The background of the result. */
export function toneOf({ run, checks }) {
  if (run.state === "never" || run.state === "running") return run.state;
  if (run.error || checks.some(({ state }) => state === "fails")) return "bad";
  return areDone(checks) ? "good" : "over";
}

function sentence({ destination, run, server }) {
  if (!destination.truth) return server.state === "starting" ? "The playground is starting." : "Nothing to compare with yet.";
  if (run.state === "never") return `${count(destination.truth, "row")} are in the API. None has landed yet: press Run.`;
  // After Stop the sentence begins with that, since it is why rows are missing.
  if (isBrokenOff(run)) return `You stopped it. ${destination.sentence}`;
  return destination.sentence;
}

const isBrokenOff = ({ state, error }) => state === "stopped" && !error;

/** The run in one line. It takes its place from the start, so that nothing moves when it is filled. */
export function RunLine({ run }) {
  const since = useSeconds(run.state === "running");
  return html`<p class="run-line small">${runText(run, since)}</p>`;
}

function runText({ state, sync, syncs, requests, landed, seconds }, since) {
  const running = state === "running";
  const figures = `${count(requests, "request")}, ${count(landed, "row")} landed, ${(running ? since : seconds).toFixed(1)} s`;
  if (state === "never") return "Not run yet.";
  if (running) return `${syncs > 1 ? `Sync ${sync} of ${syncs} is running` : "Running"}: ${figures}`;
  return `${{ ended: "Ended", failed: "Failed", stopped: "Stopped" }[state]}: ${figures}`;
}

/** The elapsed seconds, the only sign of life of code that loops without requests. */
function useSeconds(running) {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const started = performance.now();
    const timer = running && setInterval(() => setSeconds((performance.now() - started) / 1000), 200);
    return () => (clearInterval(timer), setSeconds(0));
  }, [running]);
  return seconds;
}

/** The console output of the code and its final state. Both are open at first, and keep the state in which the user leaves them. */
function Told({ run }) {
  const { log, checkpoint } = run;
  const [closed, setClosed] = useState({});
  const kept = Object.keys(checkpoint ?? {}).length > 0 && JSON.stringify(checkpoint, null, 2);
  const fold = (name, title, text) => html`
    <details class="told" key=${name} open=${!closed[name]} onToggle=${({ target }) => setClosed((now) => ({ ...now, [name]: !target.open }))}>
      <summary class="small">${title}</summary><pre class="scroll" tabindex="0">${text}</pre>
    </details>
  `;
  return html`
    ${log.length > 0 && fold("console", `Console (${count(log.length, "line")})`, log.join("\n"))}
    ${kept && fold("state", "State after the run", kept)}
  `;
}
