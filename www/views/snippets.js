// The current request as code, in tabs.

import { html, useRef } from "../vendor/htm-preact.js";
import { SNIPPETS, drafted } from "../model/snippets.js";
import { Code } from "./code.js";
import { Copy } from "./copy.js";
import { draftOf } from "./request.js";

const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

export function Snippets({ app, state }) {
  const tabs = useRef();
  const chosen = SNIPPETS.find(({ id }) => id === state.snippet) ?? SNIPPETS[0];
  const text = chosen.write(drafted(draftOf(state), state.apiBase));
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
      <${Copy} text=${text} what=${`the ${chosen.title} code`} />
    </div>
    <div role="tabpanel" id="snippet" aria-labelledby=${`snippet-${chosen.id}`}>
      <${Code} text=${text} language=${chosen.language} label=${`${chosen.title} code of this request`} />
      ${state.server.door === "tab" &&
      html`<p class="note">Only this tab answers this address. For other programs, run <code>playground start</code> on your machine and
        connect to it: press the server’s name at the top of the page.</p>`}
    </div>
  </section>`;
}
