// The request bar: method, path, parameters, headers and body of the current request, and what sends it.

import { html, useEffect, useRef } from "../vendor/htm-preact.js";
import { offers } from "../model/credentials.js";
import { METHODS, notJson } from "../model/draft.js";
import { drafted } from "../model/snippets.js";
import { toAnswer } from "./answer.js";
import { Combobox } from "./combobox.js";
import { Copy } from "./copy.js";
import { isRun, RUN_KEYS } from "./keys.js";
import { Rows } from "./rows.js";

/** The draft of the current lesson. */
export const draftOf = (state) => state.work[state.lesson.id]?.request ?? state.lesson.request;

export function Request({ app, state }) {
  const form = useRef();
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
    await app.send();
    if (!app.state.requestProblem) toAnswer();
  };
  const key = (event) => isRun(event) && send(event);
  const endpoint = endpoints.find((one) => one.method === draft.method && fits(one.path, draft.path));
  const url = drafted(draft, state.apiBase).url;
  return html`<section class="panel request" aria-labelledby="request-title">
    <form ref=${form} onSubmit=${send} onKeyDown=${key} onfocusin=${() => state.openapi.state === "none" && app.loadOpenapi()} novalidate>
      <div class="panel-head">
        <h2 class="panel-title grow" id="request-title">Request</h2>
      </div>
      <div class="request-body">
        <${Line} ...${{ app, state, draft, problem }} />
        <${Whole} url=${url} base=${state.apiBase} />
        <${Rows} ...${{ app, draft, problem }} field="query" one="parameter" title="Parameters" known=${known(endpoint, "query")} />
        <${Rows} ...${{ app, draft, problem }} field="headers" one="header" title="Headers" known=${headersOf(endpoint)} />
        <${Offers} ...${{ app, state, draft }} />
        ${(draft.method !== "GET" || draft.body) && html`<${Body} ...${{ app, draft, problem }} />`}
      </div>
    </form>
  </section>`;
}

/** Whether a path is of an endpoint, whose braces stand for anything. */
function fits(template, path) {
  const parts = path.split("?")[0].split("/");
  const wanted = template.split("/");
  return parts.length === wanted.length && wanted.every((part, n) => part.startsWith("{") || part === parts[n]);
}

const known = (endpoint, place) => (endpoint?.parameters ?? []).filter((parameter) => parameter.place === place);

/** The headers an endpoint knows, and those that every server does. */
const headersOf = (endpoint) => [
  ...known(endpoint, "header"),
  { name: "Authorization", about: "Who is asking; the buttons below fill it in." },
  { name: "Content-Type", about: "What the body is, as `application/json`." },
];

function Line({ app, state, draft, problem }) {
  const { endpoints } = state.openapi;
  const wrong = problem?.field === "path" || undefined;
  const options = endpoints.map((endpoint) => ({ value: endpoint.path, hint: `${endpoint.method} · ${endpoint.title}`, endpoint }));
  // Parameters that the endpoint does not know stay, switched off.
  const take = ({ endpoint: { method, sample, parameters } }) => {
    const query = draft.query.map((row) => ({ ...row, on: row.on && parameters.some(({ name }) => name === row.name) }));
    app.setRequest({ path: sample.path, method, query });
  };
  return html`<div class="request-line">
      <select aria-label="Method" class="mono" value=${draft.method} onChange=${({ target }) => app.setRequest({ method: target.value })}>
        ${METHODS.map((method) => html`<option value=${method} selected=${method === draft.method}>${method}</option>`)}
      </select>
      <${Combobox} id="request-path" aria-label="Path" value=${draft.path} options=${options} onTake=${take}
        onInput=${(path) => app.setRequest({ path })} aria-invalid=${wrong && "true"} aria-describedby=${wrong && "request-path-problem"} />
      <button type="submit" class="button button-primary">${state.sending ? "Sending …" : html`Send <kbd>${RUN_KEYS}</kbd>`}</button>
    </div>
    ${wrong && html`<p class="note note-bad" id="request-path-problem">${problem.text}</p>`}`;
}

/** The address as it is sent; what the person chose of it stands out. */
function Whole({ url, base }) {
  const own = url.startsWith(base) ? base.length : 0;
  return html`<div class="request-url">
    <code class="address" role="group" aria-label="Whole address"><span class="soft">${url.slice(0, own)}</span>${url.slice(own)}</code>
    <${Copy} text=${url} what="the address" />
  </div>`;
}

function Offers({ app, state, draft }) {
  const all = offers(state.server.credentials ?? {});
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

/** Headers in which one has this value, in its old place if it has one. */
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
