// The page as a whole: header, list of lessons, the lesson with its work area, notices. A view reads the parts of the state that it shows, and is
// rendered again when one of them changes.

import { html, useCallback, useEffect, useLayoutEffect, useRef, useSignal, useState } from "../vendor/preact.js";
import { CodeEditor } from "./code.js";
import { Drawer, Inside } from "./drawer.js";
import { Header } from "./header.js";
import { fetchAhead, late } from "./late.js";
import { Lesson } from "./lesson.js";
import { Nav } from "./nav.js";
import { Notice } from "./notice.js";
import { Work } from "./work.js";

const Reference = late(async () => (await import("./reference.js")).Reference);
const End = late(async () => (await import("./end.js")).End);

/** The window's title where no lesson is shown. */
const TITLES = { reference: "Reference", end: "What next" };

/** The page over an app (see model/app.js). */
export function App({ app }) {
  const state = app.live;
  const [drawer, setDrawer] = useState(false);
  // Messages of the views, such as that a link was copied; messages of the app take precedence.
  const told = useSignal("");
  const tell = useCallback((sentence) => (told.value = sentence), []);
  const main = useRef(null);
  useHeading(state, main);
  const isReady = state.server.state === "ready";
  useEffect(() => {
    if (isReady) fetchAhead(app, CodeEditor, Reference, Inside, End);
  }, [isReady]);
  const skip = (event) => {
    event.preventDefault();
    main.current.focus();
  };
  const { view } = state;
  return html`
    <a class="skip button" href="#main" onClick=${skip}>Skip to the content</a>
    <${Header} app=${app} state=${state} tell=${tell} openDrawer=${() => setDrawer(true)} />
    <div class=${view === "lesson" ? "layout" : `layout layout-wide layout-${view}`}>
      <${Nav} app=${app} state=${state} />
      <main id="main" class="main" tabindex="-1" ref=${main}>
        ${view === "reference" && html`<${Reference} app=${app} state=${state} />`}
        ${view === "end" && html`<${End} app=${app} state=${state} />`}
        ${
          view === "lesson" &&
          html`<${Lesson} key=${state.lesson.id} ...${{ app, state, tell }} />
          <${Work} key=${`work ${state.lesson.id}`} ...${{ app, state, tell }} />`
        }
      </main>
    </div>
    <${Notice} app=${app} state=${state} />
    <${Drawer} app=${app} state=${state} open=${drawer} onClose=${useCallback(() => setDrawer(false), [])} />
    <${Spoken} of=${state} part="said" />
    <${Spoken} of=${told} part="value" />
  `;
}

/** A message for screen readers. It is rendered only when it changes, since a live region may be read out whenever it is rendered. */
const Spoken = ({ of, part }) => html`<p class="visually-hidden" role="status">${of[part]}</p>`;

/** Sets the window's title to what it shows. When that changes, the new heading takes the focus, so that screen readers go on there. */
function useHeading({ view, lesson }, main) {
  const before = useRef(null);
  const place = view === "lesson" ? lesson.id : view;
  useLayoutEffect(() => {
    document.title = `${view === "lesson" ? lesson.title : TITLES[view]} · Connector Playground`;
    if (before.current && before.current !== place) {
      const heading = main.current.querySelector("h1") ?? main.current;
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    before.current = place;
  }, [place]);
}
