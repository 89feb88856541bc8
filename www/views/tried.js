// A request that was sent from the reference, with its response, below its endpoint.

import { html, useEffect, useRef } from "../vendor/preact.js";
import { withQuery } from "../model/draft.js";
import { AnswerBody, Figures } from "./answer.js";
import { Code } from "./code.js";

export function Tried({ app, state, endpoint }) {
  const { tried } = state;
  const { draft, note, problem, exchange, sending, of } = tried;
  const place = useRef(null);
  // The request is scrolled into view and takes the focus; the response is scrolled into view when it arrives.
  useEffect(() => place.current.focus({ preventScroll: true }), [of]);
  useEffect(() => place.current.scrollIntoView({ block: "nearest" }), [of, sending]);
  const open = () => {
    app.openInSandbox();
    // After the page has put the focus on the heading of what it shows now.
    requestAnimationFrame(() => {
      const field = document.getElementById("request-path");
      field?.closest("details")?.setAttribute("open", "");
      field?.focus();
    });
  };
  return html`<section class="reference-tried" tabindex="-1" ref=${place} aria-busy=${String(sending)}
    aria-label=${`Request and answer of ${endpoint.title}`}>
    <h4 class="label">Request</h4>
    <p class="answer-request mono">${draft.method} ${withQuery(draft)}</p>
    ${draft.headers.map(({ name, value }) => html`<p class="answer-request mono">${name}: ${value}</p>`)}
    ${draft.body && html`<${Code} text=${draft.body} language="json" label="Body of the request" />`}
    ${note && html`<p class="soft small">${note}</p>`}
    <div class="drawer-buttons">
      <button type="button" class="button" onClick=${() => app.tryEndpoint(endpoint)}>Send again</button>
      <button type="button" class="button" onClick=${open}>Open in the sandbox</button>
    </div>
    <div class="reference-answer">
      <h4 class="label">Answer</h4>
      ${sending ? html`<span class="chip">Waiting for the answer …</span>` : exchange && html`<${Figures} exchange=${exchange} />`}
    </div>
    ${problem && html`<p class="note note-bad">${problem}</p>`}
    ${exchange && html`<${AnswerBody} key=${exchange.id} exchange=${exchange} credentials=${state.server.credentials ?? {}} isShort=${true} />`}
  </section>`;
}
