// The page's entry: the app, and the view over it.

import { html, render } from "./vendor/htm-preact.js";
import { lessons } from "./lessons/index.js";
import { createApp } from "./model/app.js";
import { connect } from "./model/server.js";
import { App } from "./views/app.js";

/** The browser's storage; in some windows even asking for it is an error. */
function storage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

const app = createApp({ lessons, storage: storage(), location, connect, now: () => performance.now() });
const page = document.querySelector("#page");
app.start();
// What stood there while the scripts were on their way.
page.replaceChildren();
render(html`<${App} app=${app} />`, page);
