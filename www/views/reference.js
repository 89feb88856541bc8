// Every endpoint, as the server's own openapi.json describes them: its parameters, a sample answer, its errors, and a request to send.

import { html, useEffect, useState } from "../vendor/preact.js";
import { prefix } from "../model/settings.js";
import { count } from "../model/words.js";
import { Code } from "./code.js";
import { Copy } from "./copy.js";
import { prose } from "./prose.js";
import { Tried } from "./tried.js";

export function Reference({ app, state }) {
  const {
    openapi: { state: loading, endpoints },
    entry,
  } = state;
  const [sought, seek] = useState("");
  useEffect(() => {
    if (loading === "none") app.loadOpenapi();
  }, [loading]);
  useEntry(entry, loading === "ready");
  const found = endpoints.filter((endpoint) => holds(endpoint, sought.trim().toLowerCase()));
  const groups = [...new Set(found.map(({ group }) => group))];
  const isThere = !entry || endpoints.some(({ id, group }) => id === entry || group.id === entry);
  return html`<section class="reference" aria-labelledby="reference-title">
    <h1 class="reference-title" id="reference-title">Reference</h1>
    <p class="soft">Made from <code>openapi.json</code> of the server that answers. “Try it” sends a request to that server, with the settings of
      the sandbox.</p>
    ${
      loading === "failed" &&
      html`<div class="note note-bad" role="alert">
        <p>The server does not give its <code>openapi.json</code>. See whether it answers, then try again.</p>
        <button type="button" class="button" onClick=${() => app.loadOpenapi()}>Try again</button>
      </div>`
    }
    ${(loading === "none" || loading === "loading") && html`<p role="status">Loading the endpoints …</p>`}
    ${loading === "ready" && !isThere && html`<p class="note note-warn" role="status">There is no endpoint ‘${entry}’. Choose one below.</p>`}
    ${
      loading === "ready" &&
      html`<div class="reference-filter">
        <label for="reference-sought">Filter</label>
        <input id="reference-sought" type="search" placeholder="path, title or parameter" value=${sought}
          onInput=${({ target }) => seek(target.value)} />
        <span class="soft small" role="status">${found.length} of ${count(endpoints.length, "endpoint")}</span>
      </div>
      <nav class="reference-groups" aria-label="Groups of endpoints">
        ${groups.map(({ id, name }) => html`<${EntryLink} key=${id} id=${id} class="button">${name}<//>`)}
      </nav>`
    }
    ${groups.map(
      (group) => html`<section key=${group.id} class="reference-group" aria-labelledby=${`entry-${group.id}`}>
        <h2 id=${`entry-${group.id}`}>${group.name}</h2>
        ${group.about && html`<p class="soft">${prose(group.about)}</p>`}
        ${found
          .filter((endpoint) => endpoint.group === group)
          .map((endpoint) => html`<${Entry} key=${endpoint.id} ...${{ app, state, endpoint }} />`)}
      </section>`,
    )}
    ${loading === "ready" && !found.length && html`<p>No endpoint holds “${sought}”. Empty the filter to see all.</p>`}
  </section>`;
}

const holds = ({ method, path, title, parameters }, sought) =>
  `${method} ${path} ${title} ${parameters.map(({ name }) => name).join(" ")}`.toLowerCase().includes(sought);

/** Brings the entry of the address into sight, and the focus to its heading. */
function useEntry(entry, isReady) {
  useEffect(() => void (isReady && entry && toEntry(entry)), [entry, isReady]);
}

function toEntry(id) {
  const heading = document.getElementById(`entry-${id}`);
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  (heading.closest("article") ?? heading).scrollIntoView({ block: "start" });
}

/** A link to an entry leads there also where the address names it already. */
const EntryLink = ({ id, children, ...more }) =>
  html`<a ...${more} href=${`#/reference/${id}`} onClick=${() => requestAnimationFrame(() => toEntry(id))}>${children}</a>`;

function Entry({ app, state, endpoint }) {
  const { id, method, path, title, about, parameters, answer, errors } = endpoint;
  const isTried = state.tried?.id === id;
  return html`<article class="panel reference-entry" aria-labelledby=${`entry-${id}`}>
    <div class="panel-head">
      <h3 class="panel-title grow" id=${`entry-${id}`}>${title}</h3>
      <${EntryLink} id=${id} class="button button-quiet" aria-label=${`Link to ${title}`}>#<//>
      <button type="button" class="button" aria-label=${`Try it: ${title}`} onClick=${() => app.tryEndpoint(endpoint)}>Try it</button>
    </div>
    <div class="reference-text">
      <div class="request-url">
        <p class="reference-path mono"><span class="chip">${method}</span> ${path}</p>
        <${Copy} text=${state.server.base + prefix(state.settings) + path} what=${`the address of ${title}`} />
      </div>
      ${about && html`<p>${prose(about)}</p>`}
      ${parameters.length > 0 && html`<${Parameters} title=${title} parameters=${parameters} />`}
      ${answer && html`<${Fold} title="A sample answer" of=${title}>${() => html`<${Answer} ...${answer} title=${title} method=${method} />`}<//>`}
      ${
        errors.length > 0 &&
        html`<${Fold} title=${`Errors: ${errors.map(({ status }) => status).join(", ")}`} of=${title}>
          ${() => html`<${Errors} errors=${errors} />`}
        <//>`
      }
      ${isTried && html`<${Tried} ...${{ app, state, endpoint }} />`}
    </div>
  </article>`;
}

/** What folds is drawn once it is opened: there are many. */
function Fold({ title, of, children: draw }) {
  const [open, setOpen] = useState(false);
  return html`<details class="reference-fold" onToggle=${({ target }) => setOpen(target.open)}>
    <summary>${title}<span class="visually-hidden"> of ${of}</span></summary>
    ${open && draw()}
  </details>`;
}

function Answer({ request, text, language, title, method }) {
  return html`${request && html`<p class="soft small mono">${method} ${request}</p>`}
    <${Code} text=${text} language=${language} label=${`A sample answer of ${title}`} />`;
}

const Errors = ({ errors }) => html`<dl class="reference-errors">
  ${errors.map(
    ({ status, reason, sentences }) => html`<dt><strong>${status}</strong> ${reason}</dt>
      ${sentences.map((sentence) => html`<dd class="mono small">${sentence}</dd>`)}`,
  )}
</dl>`;

/** On narrow screens the cells of a row stand below each other, so the roles are said: a block is no table to some readers. */
function Parameters({ title, parameters }) {
  return html`<table class="reference-table" role="table" aria-label=${`Parameters of ${title}`}>
    <thead role="rowgroup"><tr role="row">
      ${["Name", "Where", "Values", "Default", "Meaning"].map((text) => html`<th role="columnheader" scope="col">${text}</th>`)}
    </tr></thead>
    <tbody role="rowgroup">${parameters.map(
      ({ name, place, required, values, default: usual, about }) => html`<tr role="row" key=${place + name}>
        <th role="rowheader" scope="row"><code>${name}</code>${required && html` <span class="small">required</span>`}</th>
        <td role="cell" data-name="Where">${place}</td>
        <td role="cell" data-name="Values">${prose(values ?? "")}</td>
        <td role="cell" data-name="Default">${usual === undefined || usual === null ? "none" : html`<code>${usual}</code>`}</td>
        <td role="cell">${prose(about ?? "")}</td>
      </tr>`,
    )}</tbody>
  </table>`;
}
