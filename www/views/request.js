// The request bar: method, path, parameters, headers and body of the current request, and the button that sends it.

import { html, useEffect, useRef } from "../vendor/preact.js";
import { isWhole } from "../model/address.js";
import { offers } from "../model/credentials.js";
import { notJson } from "../model/draft.js";
import { METHODS } from "../model/sendable.js";
import { isSandbox } from "../model/settings.js";
import { drafted } from "../model/snippets.js";
import { toAnswer } from "./answer.js";
import { Combobox } from "./combobox.js";
import { Copy } from "./copy.js";
import { isRun, RUN_KEYS } from "./keys.js";
import { Rows } from "./rows.js";

/** The draft of the current lesson. */
export const draftOf = (state) => state.work[state.lesson.id]?.request ?? state.lesson.request;

export function Request({ app, state }) {
  const form = useRef(null);
  const sent = useRef(false);
  const draft = draftOf(state);
  const { endpoints } = state.openapi;
  const problem = state.requestProblem;
  useEffect(() => {
    if (sent.current && problem) form.current.querySelector("[aria-invalid=true]")?.focus();
    sent.current = false;
  }, [problem]);
  const send = async (event) => {
    event.preventDefault();
    sent.current = true;
    const { lesson } = state;
    await app.send();
    // The focus stays where it is if the user has moved on meanwhile.
    if (!app.state.requestProblem && app.state.lesson === lesson) toAnswer();
  };
  const key = (event) => isRun(event) && send(event);
  const endpoint = endpoints.find((one) => one.method === draft.method && fits(one.path, draft.path));
  const { url, error } = drafted(draft, state.apiBase);
  return html`<section class="panel request" aria-labelledby="request-title">
    <form ref=${form} onSubmit=${send} onKeyDown=${key} onfocusin=${() => state.openapi.state === "none" && app.loadOpenapi()} novalidate>
      <div class="panel-head">
        <h2 class="panel-title grow" id="request-title">Request</h2>
      </div>
      <div class="request-body">
        <${Line} ...${{ app, state, draft, problem }} />
        ${state.requestNote?.of === draft && html`<p class="note" role="status">${state.requestNote.text}</p>`}
        ${state.requestBefore?.lesson === state.lesson.id && html`<${Before} app=${app} />`}
        <${Whole} url=${url} error=${!problem && error} base=${state.apiBase} isOwn=${isSandbox(state.lesson)} />
        <${Rows} ...${{ app, draft, problem }} field="query" one="parameter" title="Parameters" known=${known(endpoint, "query")} />
        <${Rows} ...${{ app, draft, problem }} field="headers" one="header" title="Headers" known=${headersOf(endpoint)} />
        <${Offers} ...${{ app, state, draft }} />
        ${(draft.method !== "GET" || draft.body) && html`<${Body} ...${{ app, draft, problem }} />`}
      </div>
    </form>
  </section>`;
}

/** Offers to restore the request that was replaced by another. The pressed button disappears, so the focus moves to the path. */
function Before({ app }) {
  const back = () => (app.bringBack(), document.getElementById("request-path").focus());
  return html`<p class="note">The request that was here is kept. <button type="button" class="button" onClick=${back}>Bring it back</button></p>`;
}

/** Whether a path matches an endpoint, whose braces stand for any text. */
function fits(template, path) {
  const parts = path.split("?")[0].split("/");
  const wanted = template.split("/");
  return parts.length === wanted.length && wanted.every((part, n) => part.startsWith("{") || part === parts[n]);
}

const known = (endpoint, place) => (endpoint?.parameters ?? []).filter((parameter) => parameter.place === place);

/** The headers that the endpoint declares, and those that any server knows. */
const headersOf = (endpoint) => [
  ...known(endpoint, "header"),
  { name: "Authorization", about: "Who is asking; the buttons below fill it in." },
  { name: "Content-Type", about: "What the body is, as `application/json`." },
];

function Line({ app, state, draft, problem }) {
  const { endpoints } = state.openapi;
  const wrong = problem?.field === "path" || undefined;
  // Text that is inserted into other text is an edit in progress: its query is moved to the rows right after.
  const bring = (event, text) => {
    const { value, selectionStart, selectionEnd } = event.target;
    if (isWhole(text, value.slice(0, selectionStart) + value.slice(selectionEnd), state.apiBase)) event.preventDefault(), app.paste(text);
    else if (text.includes("?")) setTimeout(app.takeApart);
  };
  const options = endpoints.map((endpoint) => ({ value: endpoint.path, hint: `${endpoint.method} · ${endpoint.title}`, endpoint }));
  // Parameters that the endpoint does not know are kept, but disabled.
  const take = ({ endpoint: { method, sample, parameters } }) => {
    const query = draft.query.map((row) => ({ ...row, on: row.on && parameters.some(({ name }) => name === row.name) }));
    app.setRequest({ path: sample.path, method, query });
  };
  return html`<div class="request-line">
      <select aria-label="Method" class="mono" value=${draft.method} onChange=${({ target }) => app.setRequest({ method: target.value })}>
        ${METHODS.map((method) => html`<option value=${method} selected=${method === draft.method}>${method}</option>`)}
      </select>
      <${Combobox} id="request-path" aria-label="Path" value=${draft.path} options=${options} onTake=${take}
        onInput=${(path) => app.setRequest({ path })} onLeave=${app.takeApart} onBring=${bring}
        aria-invalid=${wrong && "true"} aria-describedby=${wrong && "request-path-problem"} />
      <button type="submit" class="button button-primary">${sendText(state) ?? html`Send <kbd>${RUN_KEYS}</kbd>`}</button>
    </div>
    ${wrong && html`<p class="note note-bad" id="request-path-problem">${problem.text}</p>`}`;
}

/** The button's text while it waits. */
const sendText = ({ pressed, sending }) => (pressed === "send" ? "Waiting for the server …" : sending ? "Sending …" : undefined);

/** The URL that is sent, with the user's own choices highlighted; none for an invalid path. */
function Whole({ url, error, base, isOwn }) {
  if (!url) return error && html`<p class="request-nowhere soft small">${error}</p>`;
  const own = url.startsWith(base) ? base.length : 0;
  return html`<div class="request-url">
    <code class="address" role="group" aria-label="Whole address"><span class="soft">${url.slice(0, own)}</span>${url.slice(own)}</code>
    <${Copy} text=${url} what="the address" />
  </div>
  ${
    own > 0 &&
    base.includes("/with/") &&
    html`<p class="soft small">In grey: the server, with ${isOwn ? "your" : "this lesson’s"} settings. What you ask for stands behind it.</p>`
  }`;
}

function Offers({ app, state, draft }) {
  const all = offers(state.server.credentials ?? {});
  /** @param {ReturnType<typeof offers>[number]} offer */
  const insert = ({ header, body }) => {
    if (body !== undefined) {
      const typed = carrying(draft.headers, "Content-Type", "application/json");
      return app.setRequest({ body, headers: typed, ...(draft.method === "GET" && { method: "POST" }) });
    }
    app.setRequest({ headers: carrying(draft.headers, ...header) });
  };
  if (!all.length) return null;
  return html`<div class="request-offers" role="group" aria-label="Credentials of this playground">
    <span class="soft small">Credentials:</span>
    ${all.map((offer) => html`<button type="button" class="button" onClick=${() => insert(offer)}>${offer.label}</button>`)}
  </div>`;
}

/** The headers with one of them set to a value, in its place if it is already there. */
function carrying(headers, name, value) {
  const row = { name, value, on: true };
  const same = (other) => other.name.trim().toLowerCase() === name.toLowerCase();
  return headers.some(same) ? headers.map((other) => (same(other) ? row : other)) : [...headers, row];
}

function Body({ app, draft, problem }) {
  const note = (problem?.field === "body" ? problem.text : notJson(draft)) ?? undefined;
  return html`<div class="request-field">
    <label for="request-text">Body</label>
    <textarea id="request-text" class="mono" rows="5" spellcheck=${false} value=${draft.body} aria-invalid=${note && "true"}
      aria-describedby=${note && "request-text-problem"} onInput=${({ target }) => app.setRequest({ body: target.value })}></textarea>
    ${note && html`<p class="note note-bad" id="request-text-problem">${note}</p>`}
  </div>`;
}
