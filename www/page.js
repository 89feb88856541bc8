// The page's entry: the app, and the view over it.

import { html, render } from "./vendor/preact.js";
import { lessons } from "./lessons/index.js";
import { createApp } from "./model/app.js";
import { App } from "./views/app.js";

const app = createApp({ lessons });
const page = document.querySelector("#page");
app.start();
// What stood there while the scripts were on their way.
page.replaceChildren();
render(html`<${App} app=${app} />`, page);
