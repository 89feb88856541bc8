// Views that come when they are needed, so that the page starts with less. They are fetched ahead once there is nothing else to do.

import { html, useEffect, useState } from "../vendor/preact.js";

/**
 * A view in its place, from a module that is loaded once. `loads` gives the view itself; `Meanwhile` stands there until it comes, and where
 * it does not.
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

/** Fetches late parts when the browser has nothing else to do. @param {...{ ahead: () => void }} parts */
export function fetchAhead(...parts) {
  const whenIdle = globalThis.requestIdleCallback ?? ((work) => setTimeout(work, 500));
  whenIdle(() => parts.forEach((part) => part.ahead()));
}
