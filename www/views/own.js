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
    ${problem && html`<${Refused} error=${server.error} />`}
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

/** What went wrong, and the words in it: a browser does not tell a page why it refuses, so the reader has to look. */
function Refused({ error }) {
  return html`<div class="note note-bad" id="own-problem" role="alert">
    <p>${error}</p>
    <ul class="drawer-reasons">
      <li><strong>Mixed content:</strong> a page of https may not call http, except at <code>127.0.0.1</code>, in Safari not even
        there. The page that your server brings itself may.</li>
      <li><strong>CORS:</strong> a server must allow other pages to read its answers. <code>playground start</code> does; a proxy may
        take its headers away.</li>
      <li><strong>Local network access:</strong> the browser may ask whether this page may reach your network. Allow it; after a
        refusal, in the site’s settings.</li>
    </ul>
  </div>`;
}
