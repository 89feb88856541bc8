// Notices: the server does not answer, or answers in an unusual way, a new build is ready, an import was refused. They are at the lower edge, so
// that nothing moves when one appears.

import { html, useState } from "../vendor/preact.js";

/** @param {{app, state}} props */
export function Notice({ app, state }) {
  const { server, notice } = state;
  // The notice about the server stays true while the page is open, so it can be dismissed for good.
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
