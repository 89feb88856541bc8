// What the person must know: that the server does not answer, or in another way than usual, that a new build is ready, that
// something was not taken. It stands at the lower edge, so that nothing moves when it comes.

import { html, useState } from "../vendor/preact.js";

/** @param {{app, state}} props */
export function Notice({ app, state }) {
  const { server, notice } = state;
  // The server's notice holds as long as the page is open; it is enough to read it once.
  const [read, setRead] = useState(null);
  if (notice) return html`<${Bar} look="warn" text=${notice} action="Close" onAction=${() => app.dismiss()} />`;
  if (server.state === "failed") {
    return html`<${Bar} look="bad" text=${server.error} action="Reload" onAction=${() => location.reload()} />`;
  }
  if (server.needsReload) {
    const text = "A new build is ready. This page goes on with the old one until you reload it; your code and progress stay.";
    return html`<${Bar} text=${text} action="Reload" onAction=${() => app.reload()} />`;
  }
  if (!server.notice || server.notice === read) return null;
  return html`<${Bar} text=${server.notice} action="Close" onAction=${() => setRead(server.notice)} />`;
}

const Bar = ({ look, text, action, onAction }) => html`
  <div class=${look ? `notice notice-${look}` : "notice"} role=${look === "bad" ? "alert" : "status"}>
    <p>${text}</p>
    <button class="button" onClick=${onAction}>${action}</button>
  </div>
`;
