// Every endpoint, as the server's own openapi.json describes them, each with a request to try.

import { html, useEffect, useState } from "../vendor/htm-preact.js";
import { prose } from "./lesson.js";

export function Reference({ app, state }) {
  const { state: loading, endpoints } = state.openapi;
  const [sought, seek] = useState("");
  useEffect(() => {
    if (loading === "none") app.loadOpenapi();
  }, [loading]);
  const found = endpoints.filter((endpoint) => holds(endpoint, sought.trim().toLowerCase()));
  const groups = [...new Set(found.map(({ group }) => group))].map((group) => [group, found.filter((one) => one.group === group)]);
  return html`<section class="reference" aria-labelledby="reference-title">
    <h1 class="reference-title" id="reference-title">Reference</h1>
    <p class="soft">Made from <code>openapi.json</code> of the server that answers. Try it fills the request bar.</p>
    ${
      loading === "failed" &&
      html`<div class="note note-bad" role="alert">
        <p>The server does not give its <code>openapi.json</code>. See whether it answers, then try again.</p>
        <button type="button" class="button" onClick=${() => app.loadOpenapi()}>Try again</button>
      </div>`
    }
    ${(loading === "none" || loading === "loading") && html`<p role="status">Loading the endpoints …</p>`}
    ${
      loading === "ready" &&
      html`<div class="reference-filter">
        <label for="reference-sought">Filter</label>
        <input id="reference-sought" type="search" placeholder="path, title or parameter" value=${sought}
          onInput=${({ target }) => seek(target.value)} />
        <span class="soft small" role="status">${found.length} of ${endpoints.length} endpoints</span>
      </div>`
    }
    ${groups.map(
      ([group, held]) => html`<section key=${group} class="reference-group">
        <h2>${group}</h2>
        ${held.map((endpoint) => html`<${Entry} key=${endpoint.method + endpoint.path} ...${{ app, endpoint }} />`)}
      </section>`,
    )}
    ${loading === "ready" && !found.length && html`<p>No endpoint holds “${sought}”. Empty the filter to see all.</p>`}
  </section>`;
}

const holds = ({ method, path, title, parameters }, sought) =>
  `${method} ${path} ${title} ${parameters.map(({ name }) => name).join(" ")}`.toLowerCase().includes(sought);

function Entry({ app, endpoint }) {
  const { method, path, title, about, parameters } = endpoint;
  return html`<article class="panel reference-entry">
    <div class="panel-head">
      <h3 class="panel-title grow">${title}</h3>
      <button type="button" class="button" aria-label=${`Try it: ${title}`} onClick=${() => app.tryEndpoint(endpoint)}>Try it</button>
    </div>
    <div class="reference-text">
      <p class="reference-path mono"><span class="chip">${method}</span> ${path}</p>
      ${about && html`<p>${prose(about)}</p>`}
      ${parameters.length > 0 && html`<${Parameters} title=${title} parameters=${parameters} />`}
    </div>
  </article>`;
}

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
