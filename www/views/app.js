// The whole page: header, lessons, the lesson and its work, notices. It is drawn anew from a snapshot of the app on every change.

import { html, useCallback, useEffect, useLayoutEffect, useRef, useState } from "../vendor/htm-preact.js";
import { Answer } from "./answer.js";
import { Destination } from "./destination.js";
import { Drawer } from "./drawer.js";
import { Editor } from "./editor.js";
import { Header } from "./header.js";
import { Lesson } from "./lesson.js";
import { Nav } from "./nav.js";
import { Notice } from "./notice.js";
import { Reference } from "./reference.js";
import { Request } from "./request.js";
import { Snippets } from "./snippets.js";
import { Timeline } from "./timeline.js";

const NARROW = "(width < 700px)";

/** The page over an app (see model/app.js). */
export function App({ app }) {
  const state = useApp(app);
  const [drawer, setDrawer] = useState(false);
  // What the views tell by themselves, such as that a link was copied; the app's own sentences come before it.
  const [told, tell] = useState("");
  const main = useRef();
  useHeading(state, main);
  const skip = (event) => {
    event.preventDefault();
    main.current.focus();
  };
  const narrow = useMedia(NARROW);
  const work = html`<${Work} ...${{ app, state, narrow }} />`;
  // Where all stands in one column, a request is sent first and explained after.
  const within = narrow && !state.lesson.start;
  const reference = state.view === "reference";
  return html`
    <a class="skip button" href="#main" onClick=${skip}>Skip to the content</a>
    <${Header} app=${app} state=${state} tell=${tell} openDrawer=${() => setDrawer(true)} />
    <div class=${reference ? "layout layout-reference" : "layout"}>
      <${Nav} app=${app} state=${state} />
      <main id="main" class="main" tabindex="-1" ref=${main}>
        ${reference
          ? html`<${Reference} app=${app} state=${state} />`
          : html`<${Lesson} key=${state.lesson.id} ...${{ app, state, tell }} work=${within && work} />${!within && work}`}
      </main>
    </div>
    <${Notice} app=${app} state=${state} />
    <${Drawer} app=${app} state=${state} open=${drawer} onClose=${useCallback(() => setDrawer(false), [])} />
    <p class="visually-hidden" role="status">${state.said}</p>
    <p class="visually-hidden" role="status">${told}</p>
  `;
}

/** Where the lesson is worked on. What stands first on the page comes first by keyboard, too. */
function Work({ app, state, narrow }) {
  const parts = [html`<${Request} key="request" app=${app} state=${state} />`, html`<${Answer} key="answer" app=${app} state=${state} />`];
  if (state.lesson.start) {
    const picture = html`<${Destination} key="destination" app=${app} state=${state} />`;
    const editor = html`<${Editor} key="editor" app=${app} state=${state} />`;
    parts.unshift(...(narrow ? [editor, picture] : [picture, editor]), html`<${Timeline} key="timeline" app=${app} state=${state} />`);
  }
  return html`<div class="work">${parts}<${Snippets} key="snippets" app=${app} state=${state} /></div>`;
}

/** The app's state, as it changes. */
function useApp(app) {
  const [state, setState] = useState(app.state);
  useLayoutEffect(() => {
    // It may have changed between the first drawing and this.
    setState(app.state);
    return app.subscribe(() => setState(app.state));
  }, [app]);
  return state;
}

/** Whether a media query holds. */
function useMedia(query) {
  const [holds, setHolds] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const changed = () => setHolds(list.matches);
    list.addEventListener("change", changed);
    return () => list.removeEventListener("change", changed);
  }, [query]);
  return holds;
}

/** Names the window after what it shows. When that changes, its heading takes the focus, so that reading goes on there. */
function useHeading({ view, lesson }, main) {
  const before = useRef(null);
  const place = view === "lesson" ? lesson.id : view;
  useLayoutEffect(() => {
    document.title = `${view === "lesson" ? lesson.title : "Reference"} · API Playground`;
    if (before.current && before.current !== place) {
      const heading = main.current.querySelector("h1") ?? main.current;
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    before.current = place;
  }, [place]);
}
