// Parameters or headers of a request as rows: a name, a value, whether it is sent, and a button that takes it away.

import { html, useEffect, useRef } from "../vendor/preact.js";
import { Combobox } from "./combobox.js";
import { prose } from "./prose.js";

/**
 * `field` is where the rows stand in the draft, `one` what a row is called, `known` the names with a meaning:
 * `{ name, about, values, default }`.
 */
export function Rows({ app, draft, problem, field, one, title, known }) {
  const rows = draft[field];
  const box = useRef(null);
  const toFocus = useRef(null);
  useEffect(() => {
    if (toFocus.current) box.current.querySelector(toFocus.current)?.focus();
    toFocus.current = undefined;
  });
  const set = (next) => app.setRequest({ [field]: next });
  const change = (n, patch) => set(rows.map((row, at) => (at === n ? { ...row, ...patch } : row)));
  const add = () => {
    toFocus.current = `#${field}-${rows.length}`;
    set([...rows, { name: "", value: "", on: true }]);
  };
  const remove = (n) => {
    toFocus.current = ".rows-add";
    set(rows.filter((_, at) => at !== n));
  };
  const free = known.filter(({ name }) => !rows.some((row) => row.name === name));
  const options = free.map(({ name, about }) => ({ value: name, hint: about.replaceAll("`", "") }));
  return html`<div class="rows" role="group" aria-label=${title} ref=${box}>
    ${rows.map((row, n) => {
      const meaning = known.find(({ name }) => name.toLowerCase() === row.name.trim().toLowerCase());
      const wrong = problem?.field === field && problem.index === n ? problem.text : null;
      return html`<${Row} key=${n} id=${`${field}-${n}`} ...${{ row, one, options, meaning, wrong }}
        change=${(patch) => change(n, patch)} remove=${() => remove(n)} />`;
    })}
    <button type="button" class="button button-quiet rows-add" onClick=${add}>+ Add ${one}</button>
  </div>`;
}

function Row({ id, row, one, options, meaning, wrong, change, remove }) {
  const called = row.name || `new ${one}`;
  const notes = [wrong && `${id}-problem`, meaning && `${id}-about`].filter(Boolean).join(" ") || undefined;
  const invalid = wrong ? "true" : undefined;
  return html`<div class="row">
    <input type="checkbox" aria-label=${`Send ${called}`} checked=${row.on} onChange=${({ target }) => change({ on: target.checked })} />
    <${Combobox} id=${id} aria-label=${`Name of the ${one}`} value=${row.name} options=${options} placeholder="name"
      aria-invalid=${invalid} aria-describedby=${notes}
      onInput=${(name) => change({ name })} onTake=${({ value }) => change({ name: value })} />
    <input class="mono" aria-label=${`Value of ${called}`} value=${row.value} autocomplete="off" spellcheck=${false}
      aria-describedby=${notes} placeholder=${meaning?.default ?? "value"} onInput=${({ target }) => change({ value: target.value })} />
    <button type="button" class="button button-quiet" aria-label=${`Remove ${called}`} onClick=${remove}>×</button>
    ${wrong && html`<p class="row-note note note-bad" id=${`${id}-problem`}>${wrong}</p>`}
    ${meaning && html`<p class="row-note soft small" id=${`${id}-about`}>${prose(explained(meaning))}</p>`}
  </div>`;
}

const explained = ({ about, values }) => (values ? `${about} Values: ${values}.` : about);
