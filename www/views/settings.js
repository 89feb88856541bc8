// A person's own settings, a row each. The server judges them: a bad one gives its own sentence by the field, and stays as typed.

import { html, useEffect, useRef, useState } from "../vendor/htm-preact.js";

/** What comes first; a server does not tell its seed. */
const FIRST = ["records", "seed"];
/** What only the start of a server can set. */
const OF_THE_START = ["trust_forwarded", "quiet"];

export function Settings({ app, state }) {
  const { server, settings, lesson } = state;
  const [typed, type] = useState({});
  const [other, setOther] = useState({ key: "", value: "" });
  const [problem, setProblem] = useState("");
  const form = useRef();
  useEffect(() => {
    if (problem) form.current.querySelector("[aria-invalid=true]")?.focus();
  }, [problem]);
  const names = [...FIRST, ...Object.keys({ ...server.settings, ...settings, ...typed })];
  const keys = [...new Set(names)].filter((key) => !OF_THE_START.includes(key));
  // The sentence names its setting; where it names none of these, it is of them all.
  const wrong = problem && keys.find((key) => problem.includes(`'${key}'`));
  const apply = async (event) => {
    event.preventDefault();
    const key = other.key.trim();
    const all = key ? { ...typed, [key]: other.value.trim() } : typed;
    type(all);
    setOther({ key: "", value: "" });
    const found = await app.setSettings(all);
    setProblem(found ?? "");
    if (!found) type({});
  };
  return html`<form ref=${form} class="drawer-part" aria-labelledby="settings-title" onSubmit=${apply} novalidate>
    <h3 id="settings-title">Settings of your requests</h3>
    <p class="soft small">They become part of the base address. An empty field takes the server’s value. What a lesson sets stays.</p>
    <div class="settings">
      ${keys.map(
        (key) => html`<${Field} key=${key} name=${key} value=${typed[key] ?? settings[key] ?? ""} usual=${server.settings?.[key]}
          fixed=${lesson.settings?.[key]} problem=${key === wrong && problem} onInput=${(text) => type({ ...typed, [key]: text })} />`,
      )}
    </div>
    <div class="settings-other">
      <input class="mono" aria-label="Name of another setting" placeholder="another setting" value=${other.key}
        onInput=${({ target }) => setOther({ ...other, key: target.value })} />
      <input class="mono" aria-label="Value of the other setting" placeholder="value" value=${other.value}
        onInput=${({ target }) => setOther({ ...other, value: target.value })} />
    </div>
    ${problem && !wrong && html`<p class="note note-bad" role="alert">${problem}</p>`}
    <button type="submit" class="button button-primary">Apply</button>
  </form>`;
}

function Field({ name, value, usual, fixed, problem, onInput }) {
  const id = `setting-${name}`;
  const notes = [problem && `${id}-problem`, fixed !== undefined && `${id}-fixed`].filter(Boolean).join(" ") || undefined;
  return html`<label for=${id} class="mono">${name}</label>
    <div>
      <input id=${id} class="mono" value=${value} placeholder=${usual ?? "not set"} autocomplete="off" spellcheck=${false}
        aria-invalid=${problem ? "true" : undefined} aria-describedby=${notes} onInput=${({ target }) => onInput(target.value)} />
      ${fixed !== undefined && html`<p class="soft small" id=${`${id}-fixed`}>This lesson sets <code>${fixed}</code>.</p>`}
      ${problem && html`<p class="note note-bad" id=${`${id}-problem`} role="alert">${problem}</p>`}
    </div>`;
}
