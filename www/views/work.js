// The work area of a lesson. In a lesson with code, picture, timeline, code and result share one view; requests by hand are collapsed to a line
// below them until they are used.

import { html, useEffect, useLayoutEffect, useRef, useSignal, useState } from "../vendor/preact.js";
import { wholeDraft } from "../model/draft.js";
import { Answer } from "./answer.js";
import { Destination } from "./destination.js";
import { Editor } from "./editor.js";
import { Judgement } from "./lesson.js";
import { draftOf, Request } from "./request.js";
import { Snippets } from "./snippets.js";
import { Tie } from "./tie.js";
import { Timeline } from "./timeline.js";
import { useNarrow } from "./width.js";

/** @param {{app, state, tell: (sentence: string) => void}} props */
export function Work({ app, state, tell }) {
  const coded = Boolean(state.lesson.start);
  const narrow = useNarrow();
  return html`<div class=${coded ? "work work-coded" : "work"}>
    ${coded ? html`<${Bench} ...${{ app, state, tell }} />` : html`<${ByHand} ...${{ app, state }} judged=${narrow && html`<${Judgement} ...${{ app, state, tell }} />`} />`}
  </div>`;
}

/** The order of the parts, in which the keyboard meets them too: on a narrow page the code comes first. */
function Bench({ app, state, tell }) {
  const narrow = useNarrow();
  const pointed = useSignal(null);
  const fold = useFold(state);
  const evidence = html`<div class="evidence" key="evidence">
    <${Destination} ...${{ app, state, pointed }} />
    <${Timeline} ...${{ app, state, pointed, toAnswer: fold.show }} />
    <${Tie} ...${{ state, pointed }} />
  </div>`;
  const editor = html`<${Editor} key="editor" ...${{ app, state, tell }} />`;
  return html`
    <div class="bench">${narrow ? [editor, evidence] : [evidence, editor]}</div>
    <details class="by-hand" open=${fold.open} onToggle=${({ target }) => fold.toggled(target.open)}>
      <summary><strong>Request by hand</strong> <span class="small soft">its answer, and the same as code</span></summary>
      <div class="by-hand-parts"><${ByHand} ...${{ app, state }} /></div>
    </details>
  `;
}

/** `judged` is shown directly below Send. */
const ByHand = ({ app, state, judged }) => html`
  <${Request} app=${app} state=${state} />
  ${judged}
  <${Answer} app=${app} state=${state} />
  <${Snippets} app=${app} state=${state} />
`;

/** Whether the requests by hand are expanded: from their first use on, and whenever a response is to be shown. */
function useFold(state) {
  const used = isUsed(state);
  const [open, setOpen] = useState(used);
  const wanted = useRef(false);
  useLayoutEffect(() => {
    if (used) setOpen(true);
  }, [used]);
  useEffect(() => {
    if (open && wanted.current) document.getElementById("answer-title").scrollIntoView({ block: "nearest" });
    wanted.current = false;
  });
  const show = () => {
    wanted.current = true;
    setOpen(true);
  };
  return { open, show, toggled: setOpen };
}

/** Whether a request was changed, tried out or sent. */
function isUsed(state) {
  const { exchanges, sending, requestProblem, lesson } = state;
  const changed = JSON.stringify(draftOf(state)) !== JSON.stringify(wholeDraft(lesson.request));
  return changed || sending || Boolean(requestProblem) || exchanges.some(({ by }) => by === "hand");
}
