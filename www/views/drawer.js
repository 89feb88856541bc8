// The server drawer: which server answers and how, its settings for this page's requests, and a server of one's own in its place.

import { html, useEffect, useRef } from "../vendor/htm-preact.js";
import { Copy } from "./copy.js";
import { prose } from "./lesson.js";
import { Own } from "./own.js";
import { Settings } from "./settings.js";

/** Doors in words. */
const DOORS = {
  tab: "This tab. A service worker answers; nothing leaves your machine.",
  direct: "This tab, by direct call: without a service worker, only this page can ask.",
  native: "The command `playground start` that this page came from.",
  edge: "The edge server that this page came from.",
  own: "A server of your own.",
};

/** `open` is whether it shows; `onClose` hears that it was closed. The dialog itself keeps the focus inside and gives it back. */
export function Drawer({ app, state, open, onClose }) {
  const dialog = useRef();
  useEffect(() => {
    if (open && !dialog.current.open) dialog.current.showModal();
    if (!open && dialog.current.open) dialog.current.close();
  }, [open]);
  // Once drawn it stays, so that what was typed is there again.
  const drawn = useRef(false);
  drawn.current ||= open;
  return html`<dialog class="drawer" ref=${dialog} aria-labelledby="drawer-title" onClose=${onClose}>
    ${
      drawn.current &&
      html`<div class="drawer-inside">
        <div class="panel-head">
          <h2 class="panel-title grow" id="drawer-title">Server</h2>
          <button type="button" class="button" onClick=${() => dialog.current.close()}>Close</button>
        </div>
        <div class="drawer-body">
          <${About} state=${state} />
          <${Settings} ...${{ app, state }} />
          <${Own} ...${{ app, state }} />
        </div>
      </div>`
    }
  </dialog>`;
}

function About({ state }) {
  const { server, apiBase, inForce } = state;
  const set = { ...server.settings, ...inForce };
  const limited = set.rate_limit === "true" ? `10 requests a second, ${set.capacity} at once` : "none";
  const facts = [
    ["Version", server.version],
    ["Seed", set.seed ?? "the server’s own"],
    ["Anchor", set.anchor],
    ["Records", set.records],
    ["Rate limit", limited],
    ["Token life", set.token_ttl && `${set.token_ttl} s`],
  ].filter(([, text]) => text);
  const door = DOORS[server.direct ? "direct" : server.door];
  return html`<section class="drawer-part" aria-label="What answers">
    <p>${prose(door)}</p>
    ${server.state === "starting" && html`<p class="note" role="status">It is starting …</p>`}
    ${server.state === "failed" && html`<p class="note note-bad">${server.error}</p>`}
    ${server.notice && html`<p class="note note-warn">${server.notice}</p>`}
    <dl class="pairs">${facts.map(([name, text]) => html`<dt>${name}</dt><dd class="mono">${text}</dd>`)}</dl>
    <h3>Base address of this lesson</h3>
    <div class="request-url">
      <code class="address" role="group" aria-label="Base address">${apiBase}</code>
      <${Copy} text=${apiBase} what="the base address" />
    </div>
  </section>`;
}
