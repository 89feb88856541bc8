// Sentences with a little markup, as lessons, errors and parameters have them.

import { html } from "../vendor/preact.js";

/** Text with what stands between backticks as code, and between asterisks emphasised. */
export function prose(text) {
  return text.split(/(`[^`]+`|\*\w[^*]*\*)/).map((part, n) => {
    if (n % 2 === 0) return part;
    const inner = part.slice(1, -1);
    return part[0] === "`" ? html`<code>${inner}</code>` : html`<strong>${inner}</strong>`;
  });
}
