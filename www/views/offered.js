// The code of a link beside one's own: one of them is in the editor, the other is offered, and nothing is lost.

import { html, useRef } from "../vendor/preact.js";

const TEXTS = {
  link: { told: "The link brings other code. Yours is still in the editor.", take: "Use the link’s code", leave: "Keep mine" },
  own: { told: "The code of the link is in the editor. Yours is kept.", take: "Bring mine back", leave: "Let mine go" },
};

export function Offered({ app, state }) {
  const place = useRef(null);
  const offered = state.work[state.lesson.id]?.offered;
  if (!offered) return null;
  const { told, take, leave } = TEXTS[offered.whose];
  // The pressed button goes away, or is another one then.
  const press = (action) => () => {
    const editor = place.current.closest("section").querySelector("[role=textbox], textarea");
    action();
    editor?.focus();
  };
  return html`<div class="note offered" ref=${place}>
    <p>${told}</p>
    <div class="actions">
      <button type="button" class="button" onClick=${press(app.swapCode)}>${take}</button>
      <button type="button" class="button button-quiet" onClick=${press(app.leaveCode)}>${leave}</button>
    </div>
  </div>`;
}
