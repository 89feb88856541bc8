// The header: the name, who answers, the reference, the link to share, and what is done with the progress that is kept.

import { html, useEffect, useRef, useState } from "../vendor/preact.js";
import { ownSettingsCount } from "../model/settings.js";
import { count } from "../model/words.js";
import { nameOf } from "../model/server.js";

/** @param {{app, state, tell: (sentence: string) => void, openDrawer: () => void}} props */
export function Header({ app, state, tell, openDrawer }) {
  const { server, view } = state;
  const look = { starting: "", ready: "chip-good", failed: "chip-bad" }[server.state];
  return html`
    <header class="top">
      <a class="brand" href=${`#/${state.lessons[0].id}`}>
        <img src="icons/mark.svg" alt="" width="24" height="24" /><span>Connector Playground</span>
      </a>
      <button class="server-button button button-quiet" aria-haspopup="dialog" onClick=${openDrawer}>
        <span class="visually-hidden">Server: </span><span class=${`chip ${look}`}>${nameOf(server)}</span>
      </button>
      <${Own} app=${app} state=${state} />
      <span class="grow"></span>
      <a class="button button-quiet" href="#/reference" aria-current=${view === "reference" ? "page" : null}>Reference</a>
      <${Share} app=${app} tell=${tell} />
      <${Menu} app=${app} tell=${tell} />
    </header>
  `;
}

/** That a person's own settings hold in what is shown, and the way out of them. */
function Own({ app, state }) {
  const own = ownSettingsCount(state);
  if (!own) return null;
  return html`<p class="own chip chip-warn">
    <span>${count(own, "setting")} of yours</span>
    <button class="own-reset" onClick=${() => app.resetSettings()}>Reset<span class="visually-hidden"> your settings</span></button>
  </p>`;
}

/** Copies the link; where the clipboard is refused, the link is shown to be copied by hand. */
function Share({ app, tell }) {
  const [copied, setCopied] = useState("");
  const field = useRef(null);
  const panel = useRef(null);
  useEffect(() => {
    const timer = copied && setTimeout(setCopied, 4000, "");
    return () => clearTimeout(timer);
  }, [copied]);
  const share = async () => {
    const { url, label, said } = await app.link();
    field.current.value = url;
    try {
      await navigator.clipboard.writeText(url);
      setCopied(label);
      tell(said);
    } catch {
      panel.current.showPopover();
      field.current.select();
      tell("The browser does not let the page copy. The link is in the field: copy it from there.");
    }
  };
  return html`
    <button class="share button button-quiet" onClick=${share}>${copied || "Share"}</button>
    <div class="menu" popover="auto" ref=${panel}>
      <label class="small" for="link">The browser does not let the page copy. Copy the link from here:</label>
      <input id="link" class="mono" readonly ref=${field} />
    </div>
  `;
}

/** What is done with the progress: it is taken along, brought in, or forgotten. */
function Menu({ app, tell }) {
  const install = useInstall();
  const [button, panel, file, question] = [useRef(null), useRef(null), useRef(null), useRef(null)];
  const close = () => panel.current.hidePopover();
  const take = () => {
    download(app.exportProgress());
    close();
    tell("The progress is in your downloads.");
  };
  const bring = async ({ target }) => {
    // What is wrong with it, the app tells.
    const text = await target.files[0].text().catch(() => "");
    target.value = "";
    close();
    app.importProgress(text);
  };
  const forget = () => {
    question.current.close();
    close();
    app.forget();
  };
  return html`
    <button class="button button-quiet" popovertarget="menu" aria-label="Menu" ref=${button}>
      <span class="dots" aria-hidden="true"></span>
    </button>
    <div id="menu" class="menu" popover="auto" ref=${panel}>
      <p class="small soft">Your code and progress are kept in this browser alone.</p>
      <button class="button" onClick=${take}>Export progress</button>
      <button class="button" onClick=${() => file.current.click()}>Import progress …</button>
      <input type="file" accept=".json" hidden aria-label="File with progress" ref=${file} onChange=${bring} />
      ${install && html`<button class="button" onClick=${() => (install(), close())}>Install as an app</button>`}
      <button class="button" onClick=${() => question.current.showModal()}>Forget everything …</button>
    </div>
    <dialog class="question" aria-labelledby="forget" ref=${question} onClose=${() => button.current.focus()}>
      <h2 id="forget" class="panel-title">Forget everything?</h2>
      <p>Your code, requests, settings and progress are deleted from this browser. Export them first if you want them back.</p>
      <form method="dialog" class="actions">
        <button class="button" autofocus>Keep everything</button>
        <button class="button button-danger" type="button" onClick=${forget}>Forget everything</button>
      </form>
    </dialog>
  `;
}

/** The browser's offer to install the page, once it comes. */
function useInstall() {
  const [offer, setOffer] = useState(null);
  useEffect(() => {
    const offered = (event) => (event.preventDefault(), setOffer(event));
    const installed = () => setOffer(null);
    addEventListener("beforeinstallprompt", offered);
    addEventListener("appinstalled", installed);
    return () => (removeEventListener("beforeinstallprompt", offered), removeEventListener("appinstalled", installed));
  }, []);
  return offer && (() => offer.prompt());
}

function download(text) {
  const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  Object.assign(document.createElement("a"), { href, download: "connector-playground-progress.json" }).click();
  setTimeout(URL.revokeObjectURL, 10_000, href);
}
