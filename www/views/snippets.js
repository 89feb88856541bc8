// The current request as code, in tabs.

import { html, useRef } from "../vendor/preact.js";
import { SNIPPETS, drafted } from "../model/snippets.js";
import { Code } from "./code.js";
import { Copy } from "./copy.js";
import { draftOf } from "./request.js";

/** What answers the server's own page alone. */
const PRIVATE = "/playground/credentials";
const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

export function Snippets({ app, state }) {
  const tabs = useRef(null);
  const chosen = SNIPPETS.find(({ id }) => id === state.snippet) ?? SNIPPETS[0];
  const asked = drafted(draftOf(state), state.apiBase);
  const text = asked.error ? "" : chosen.write(asked);
  const move = (event) => {
    const last = SNIPPETS.length - 1;
    const at = SNIPPETS.indexOf(chosen);
    const to = { Home: 0, End: last }[event.key] ?? (event.key in STEPS ? (at + STEPS[event.key] + last + 1) % (last + 1) : -1);
    if (to < 0) return;
    event.preventDefault();
    app.setSnippet(SNIPPETS[to].id);
    tabs.current.children[to].focus();
  };
  return html`<section class="panel snippets" aria-labelledby="snippets-title">
    <div class="panel-head">
      <h2 class="panel-title grow" id="snippets-title">This request as code</h2>
      <div class="tabs" role="tablist" aria-labelledby="snippets-title" ref=${tabs} onKeyDown=${move}>
        ${SNIPPETS.map(
          ({ id, title }) => html`<button type="button" role="tab" class="tab" id=${`snippet-${id}`} aria-controls="snippet"
            aria-selected=${String(id === chosen.id)} tabindex=${id === chosen.id ? 0 : -1} onClick=${() => app.setSnippet(id)}>
            ${title}
          </button>`,
        )}
      </div>
      ${text && html`<${Copy} text=${text} what=${`the ${chosen.title} code`} />`}
    </div>
    <div role="tabpanel" id="snippet" aria-labelledby=${`snippet-${chosen.id}`}>
      ${
        text
          ? html`<${Code} text=${text} language=${chosen.language} label=${`${chosen.title} code of this request`} />`
          : html`<p class="answer-none soft">There is code as soon as the path can be called.</p>`
      }
      ${
        !asked.error &&
        new URL(asked.url).pathname.endsWith(PRIVATE) &&
        html`<p class="note">Only the server’s own page may ask for its
        credentials: every other program gets 403. <code>playground start</code> prints them in the terminal.</p>`
      }
      ${
        state.server.adapter === "tab" &&
        html`<p class="note">Only this tab answers this address. For other programs, run <code>playground start</code> on your machine and
        connect to it: press the server’s name at the top of the page.</p>`
      }
    </div>
  </section>`;
}
