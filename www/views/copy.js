// A button that copies a text and says so.

import { html, useEffect, useState } from "../vendor/preact.js";

/** How long the confirmation is shown, in milliseconds. */
const SAID = 2000;

/** `what` names the text in the button's accessible name: "Copy address". */
export function Copy({ text, what }) {
  const [said, say] = useState("");
  useEffect(() => {
    const timer = said && setTimeout(say, SAID, "");
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async () => say((await copied(text)) ? "Copied" : "Not copied: select the text and copy it");
  return html`<button type="button" class="button copy" onClick=${copy} aria-label=${said || `Copy ${what}`}>${said || "Copy"}</button>
    <span class="visually-hidden" role="status">${said}</span>`;
}

/** Whether the text was copied. Pages over plain http and some frames have no clipboard. */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
