// The server drawer, a dialog at the side.

import { html, useEffect, useRef } from "../vendor/preact.js";
import { nameOf } from "../model/server.js";
import { late } from "./late.js";

/** What it shows. */
export const Inside = late(async () => (await import("./drawer-inside.js")).DrawerInside);

/** `open` is whether it shows; `onClose` hears that it was closed. The dialog itself keeps the focus inside and gives it back. */
export function Drawer({ app, state, open, onClose }) {
  const dialog = useRef(null);
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
          <h2 class="panel-title grow" id="drawer-title">Server: ${nameOf(state.server)}</h2>
          <button type="button" class="button" onClick=${() => dialog.current.close()}>Close</button>
        </div>
        <${Inside} ...${{ app, state }} />
      </div>`
    }
  </dialog>`;
}
