// Views that are loaded when they are needed, so that the page starts with less code. They are prefetched when the browser is idle.

import { html, useEffect, useState } from "../vendor/preact.js";

/**
 * A view from a module that is loaded once. `loads` imports it; `Meanwhile` is shown until it is there, and if it cannot be loaded.
 * @param {() => Promise<Function>} loads
 * @param {Function} [Meanwhile]
 */
export function late(loads, Meanwhile) {
  let view, loading;
  const load = () => (loading ??= loads().then((found) => (view = found)));
  function Late(props) {
    const [failed, draw] = useState(false);
    const shown = view;
    useEffect(() => {
      // A view that came between the drawing and this effect is drawn by what follows.
      if (shown) return;
      load().then(
        () => draw(null),
        () => ((loading = undefined), draw(true)),
      );
    }, []);
    if (view) return html`<${view} ...${props} />`;
    if (Meanwhile) return html`<${Meanwhile} ...${props} />`;
    return (
      failed && html`<p class="note note-bad" role="alert">This part of the page did not come. Reload the page once the server answers.</p>`
    );
  }
  Late.ahead = () => load().catch(() => (loading = undefined));
  return Late;
}

/** Prefetches late views when the browser is idle. @param {...{ ahead: () => void }} parts */
export function fetchAhead(...parts) {
  const whenIdle = globalThis.requestIdleCallback ?? ((work) => setTimeout(work, 500));
  whenIdle(() => parts.forEach((part) => part.ahead()));
}
