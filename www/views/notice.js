// What the person must know of the server: that it does not answer, that it answers in another way, that a new build is ready.
// It stands at the lower edge, so that nothing moves when it comes.

import { html, useState } from "../vendor/htm-preact.js";

const DIRECT = "This page answers its requests itself: the lessons work as usual, but no other page or tool reaches the playground.";

/** @param {{app, state}} props */
export function Notice({ app, state }) {
  const { server } = state;
  const [read, setRead] = useState(null);
  if (server.state === "failed") {
    return html`<div class="notice notice-bad" role="alert">
      <p><strong>The playground does not answer.</strong> ${sentence(server.error)} Reload, or choose another server in the header. Your code is kept.</p>
      <button class="button" onClick=${() => location.reload()}>Reload</button>
    </div>`;
  }
  if (server.needsReload) {
    return html`<div class="notice" role="status">
      <p>A new build is ready. This page goes on with the old one until you reload it; your code and progress stay.</p>
      <button class="button" onClick=${() => app.reload()}>Reload</button>
    </div>`;
  }
  if (!server.notice || read === server.notice) return null;
  return html`<div class="notice" role="status">
    <p>${sentence(server.notice)} ${server.direct && DIRECT}</p>
    <button class="button" onClick=${() => setRead(server.notice)}>Understood</button>
  </div>`;
}

/** Text with a full stop. */
const sentence = (text) => (/[.!?]$/.test(text ?? "") || !text ? text : `${text}.`);
