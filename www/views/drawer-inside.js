// What the server drawer shows: which server answers and how, its settings for this page's requests, and a server of one's own in its place.

import { html } from "../vendor/preact.js";
import { isSandbox } from "../model/settings.js";
import { number } from "../model/words.js";
import { Copy } from "./copy.js";
import { Own } from "./own.js";
import { prose } from "./prose.js";
import { Settings } from "./settings.js";

/** The adapters in words. */
const ADAPTERS = {
  tab: "This tab. A service worker answers; nothing leaves your machine.",
  direct: "This tab, by direct call: without a service worker, only this page can ask.",
  native: "The command `playground start` that this page came from.",
  edge: "The edge server that this page came from.",
  own: "A server of your own.",
};

export const DrawerInside = ({ app, state }) => html`<div class="drawer-body">
  <${About} state=${state} />
  <${Settings} ...${{ app, state }} />
  <${Own} ...${{ app, state }} />
</div>`;

function About({ state }) {
  const { server, apiBase, inForce, lesson } = state;
  const set = { ...server.settings, ...inForce };
  const limited = set.rate_limit === "true" ? `10 requests a second, ${number(Number(set.capacity))} at once` : "none";
  const facts = [
    ["Version", server.version],
    ["Seed", set.seed ?? "the server’s own"],
    ["Anchor", set.anchor],
    ["Records", set.records && number(Number(set.records))],
    ["Rate limit", limited],
    ["Token life", set.token_ttl && `${number(Number(set.token_ttl))} s`],
    ["This lesson sets", !isSandbox(lesson) && Object.keys(lesson.settings).join(", ")],
  ].filter(([, text]) => text);
  const adapter = ADAPTERS[server.direct ? "direct" : server.adapter];
  return html`<section class="drawer-part" aria-label="What answers">
    <p>${prose(adapter)}</p>
    ${server.state === "starting" && html`<p class="note" role="status">It is starting …</p>`}
    ${server.state === "failed" && html`<p class="note note-bad">${server.error}</p>`}
    ${server.notice && html`<p class="note note-warn">${server.notice}</p>`}
    <dl class="pairs">${facts.map(([name, text]) => html`<dt>${name}</dt><dd class="mono">${text}</dd>`)}</dl>
    <h3>Base address of ${isSandbox(lesson) ? "the sandbox" : "this lesson"}</h3>
    <div class="request-url">
      <code class="address" role="group" aria-label="Base address">${apiBase}</code>
      <${Copy} text=${apiBase} what="the base address" />
    </div>
  </section>`;
}
