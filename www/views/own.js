// A server of one's own in place of the page's: its address, the credentials it printed, and what stops a browser from asking it.

import { html, useState } from "../vendor/htm-preact.js";

/** Where `playground start` listens. */
const USUAL = "http://127.0.0.1:5001";

/** The credentials as `playground start` prints them. */
const CREDENTIALS = [
  ["basic_user", "HTTP Basic, username"],
  ["basic_pass", "HTTP Basic, password"],
  ["bearer", "Bearer token"],
  ["api_key", "API key"],
  ["session_user", "Session login, username"],
  ["session_pass", "Session login, password"],
];

export function Own({ app, state }) {
  const { server } = state;
  const isOwn = server.door === "own";
  const [base, setBase] = useState(isOwn ? server.base : USUAL);
  const [credentials, setCredentials] = useState(isOwn ? server.credentials : {});
  const [tried, setTried] = useState(false);
  const connect = (event) => {
    event.preventDefault();
    setTried(true);
    const given = Object.entries(credentials).map(([key, text]) => [key, text.trim()]);
    app.connect({ door: "own", base: base.trim().replace(/\/+$/, ""), credentials: Object.fromEntries(given.filter(([, text]) => text)) });
  };
  const problem = tried && server.error ? "own-problem" : undefined;
  return html`<form class="drawer-part" aria-labelledby="own-title" onSubmit=${connect} novalidate>
    <h3 id="own-title">A server of your own</h3>
    <p class="soft small">Run <code>playground start</code>, then connect. Every lesson works with it.</p>
    <label for="own-base">Address</label>
    <input id="own-base" class="mono" type="url" value=${base} aria-invalid=${problem && "true"} aria-describedby=${problem}
      onInput=${({ target }) => setBase(target.value)} />
    ${problem && html`<${Refused} error=${server.error} base=${base} />`}
    <details>
      <summary>Its credentials, as it printed them</summary>
      <div class="settings">
        ${CREDENTIALS.map(
          ([key, label]) => html`<label for=${`own-${key}`}>${label}</label>
            <input id=${`own-${key}`} class="mono" autocomplete="off" spellcheck=${false} value=${credentials[key] ?? ""}
              onInput=${({ target }) => setCredentials({ ...credentials, [key]: target.value })} />`,
        )}
      </div>
    </details>
    <div class="drawer-buttons">
      <button type="submit" class="button button-primary">Connect</button>
      ${
        isOwn &&
        html`<button type="button" class="button" onClick=${() => app.connect({ door: "here" })}>Back to this page’s own server</button>`
      }
    </div>
  </form>`;
}

/** What went wrong, and what may be behind it: a browser does not tell a page why it refuses. */
function Refused({ error, base }) {
  const isMixed = location.protocol === "https:" && base.startsWith("http:");
  return html`<div class="note note-bad" id="own-problem" role="alert">
    <p>${error}</p>
    <ul class="drawer-reasons">
      <li>Is it running? <code>playground start</code> prints the address it listens on.</li>
      ${
        isMixed &&
        html`<li><strong>Mixed content.</strong> This page came by https. Some browsers then ask no address of http, except
          <code>http://127.0.0.1</code>; Safari not even that. Open the page that your server brings itself:
          <code>${base}</code>.</li>`
      }
      <li><strong>Local network access.</strong> A browser may ask whether this page may reach your machine or network. Allow it, in
        the site settings if you refused before.</li>
      <li><strong>CORS.</strong> A server must allow other pages to read its answers. <code>playground start</code> does; a proxy in
        front of it may take the <code>Access-Control-Allow-Origin</code> header away.</li>
    </ul>
  </div>`;
}
