// A server of one's own in place of the page's: its address, the credentials it printed, and what stops a browser from asking it.

import { html, useState } from "../vendor/preact.js";
import { readPrinted } from "../model/credentials.js";

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
  const isOwn = server.adapter === "own";
  const [base, setBase] = useState(isOwn ? server.base : (server.own ?? USUAL));
  const [credentials, setCredentials] = useState(isOwn ? server.credentials : {});
  const [tried, setTried] = useState(false);
  const [waiting, setWaiting] = useState(false);
  const connect = async (event) => {
    event.preventDefault();
    setTried(true);
    setWaiting(true);
    const given = Object.entries(credentials).map(([key, text]) => [key, text.trim()]);
    const all = Object.fromEntries(given.filter(([, text]) => text));
    await app.connect({ adapter: "own", base: base.trim().replace(/\/+$/, ""), credentials: all });
    setWaiting(false);
  };
  // The whole table, pasted anywhere here, fills all fields.
  const paste = (event) => {
    const printed = readPrinted(event.clipboardData.getData("text"));
    if (!printed) return;
    event.preventDefault();
    setCredentials({ ...credentials, ...printed.credentials });
    if (printed.base) setBase(printed.base);
  };
  const problem = tried && !waiting && server.error ? "own-problem" : undefined;
  return html`<form class="drawer-part" aria-labelledby="own-title" onSubmit=${connect} onPaste=${paste} novalidate>
    <h3 id="own-title">A server of your own</h3>
    <p class="soft small">Run <code>playground start</code>, then connect. Every lesson works with it.</p>
    <label for="own-base">Address</label>
    <input id="own-base" class="mono" type="url" value=${base} aria-invalid=${problem && "true"} aria-describedby=${problem}
      onInput=${({ target }) => setBase(target.value)} />
    ${problem && html`<p class="note note-bad" id="own-problem" role="alert">${server.error}</p>`}
    ${problem && REASONS}
    <details>
      <summary>Paste the credentials it printed</summary>
      <p class="soft small">Copy the whole table from the terminal and paste it into any of these fields: it fills all of them.</p>
      <div class="settings">
        ${CREDENTIALS.map(
          ([key, label]) => html`<label for=${`own-${key}`}>${label}</label>
            <input id=${`own-${key}`} class="mono" autocomplete="off" spellcheck=${false} value=${credentials[key] ?? ""}
              onInput=${({ target }) => setCredentials({ ...credentials, [key]: target.value })} />`,
        )}
      </div>
    </details>
    <div class="drawer-buttons">
      <button type="submit" class="button button-primary">${waiting ? "Connecting …" : "Connect"}</button>
      ${
        (isOwn || server.own) &&
        html`<button type="button" class="button" onClick=${() => app.connect({ adapter: "here" })}>Back to this page’s own server</button>`
      }
    </div>
  </form>`;
}

/** What a browser may stop, whatever the reason was this time. */
const REASONS = html`<details>
  <summary>What browsers may stop</summary>
  <ul class="drawer-reasons small">
    <li><strong>Mixed content:</strong> a page that came by https cannot call http, except at <code>127.0.0.1</code>, in Safari not even there.</li>
    <li><strong>CORS:</strong> a server allows other pages to read its answers, or not. <code>playground start</code> does.</li>
    <li><strong>Local network access:</strong> a permission of this site, in the browser’s settings.</li>
  </ul>
</details>`;
