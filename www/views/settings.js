// A form for the user's own settings, with a field for each setting that the server describes. The server validates them: an invalid value stays as
// typed, with the server's message beside the field.

import { html, useEffect, useRef, useState } from "../vendor/preact.js";
import { grouped } from "../model/settings.js";
import { number } from "../model/words.js";
import { ClockSlider } from "./clock-slider.js";
import { prose } from "./prose.js";

export function Settings({ app, state }) {
  const { server, settings, openapi } = state;
  const [typed, type] = useState(/** @type {Record<string, string>} */ ({}));
  const [problem, setProblem] = useState(null);
  const form = useRef(null);
  useEffect(() => {
    if (openapi.state === "none") app.loadOpenapi();
  }, [openapi.state]);
  useEffect(() => {
    if (problem) form.current.querySelector("[aria-invalid=true]")?.focus();
  }, [problem]);
  const all = known(openapi.settings, settings);
  // The message names its setting; one that names none is shown for the form as a whole.
  const wrong = problem && all.find(({ name }) => problem.includes(`'${name}'`))?.name;
  const clock = {
    anchor: typed.anchor || settings.anchor || server.settings?.anchor,
    now: typed.now ?? settings.now ?? "",
    onInput: (now) => type({ ...typed, now }),
  };
  const apply = async (event) => {
    event.preventDefault();
    const unread = [...form.current.elements].find(({ validity }) => validity?.badInput);
    const found = unread ? `'${unread.name}' takes a whole number.` : await app.setSettings(typed);
    setProblem(found ?? null);
    if (!found) type({});
  };
  const reset = () => {
    type({});
    setProblem(null);
    form.current.reset();
    app.resetSettings();
  };
  return html`<form ref=${form} class="drawer-part" aria-labelledby="settings-title" onSubmit=${apply} novalidate>
    <h3 id="settings-title">Settings of your requests</h3>
    <p class="soft small">They hold in the sandbox and in the reference, as a part of the base address; every lesson has its own. A field that is
      empty takes the server’s value.</p>
    ${openapi.state === "loading" && html`<p role="status">Loading the settings …</p>`}
    ${grouped(all).map(
      ({ title, settings: some }) => html`<fieldset class="settings-group" key=${title}>
        <legend>${title}</legend>
        ${some.map(
          (setting) => html`<${Field} key=${setting.name} setting=${setting} value=${typed[setting.name] ?? settings[setting.name] ?? ""}
            served=${server.settings?.[setting.name]} problem=${setting.name === wrong && problem}
            onInput=${(text) => type({ ...typed, [setting.name]: text })} />`,
        )}
        ${some.some(({ name }) => name === "moving") && html`<${ClockSlider} ...${clock} />`}
      </fieldset>`,
    )}
    ${problem && !wrong && html`<p class="note note-bad" role="alert">${problem}</p>`}
    <div class="drawer-buttons">
      <button type="submit" class="button button-primary">Apply</button>
      <button type="button" class="button" onClick=${reset}>Reset</button>
    </div>
  </form>`;
}

/** The settings that the server describes, and those of the user that this server may not know. */
function known(described, own) {
  const strange = Object.keys(own).filter((key) => !described.some(({ name }) => name === key));
  return [
    ...described,
    ...strange.map((name) => ({ name, about: "This server does not describe it.", usual: "", kind: "text", choices: [] })),
  ];
}

function Field({ setting, value, served, problem, onInput }) {
  const { name, about, usual, min, max } = setting;
  const id = `setting-${name}`;
  const told = served === undefined ? usual && `Default: ${usual}.` : `The server’s value: ${shown(served)}.`;
  const notes = [problem && `${id}-problem`, `${id}-about`].filter(Boolean).join(" ");
  // Most descriptions name the bounds.
  const isUnsaid = min !== undefined && !about.includes(`${min} to`);
  const bounds = isUnsaid && (max === undefined ? `From ${number(min)} on.` : `${number(min)} to ${number(max)}.`);
  return html`<div class="setting">
    <label for=${id} class="mono">${name}</label>
    <${Control} ...${{ id, setting, value, onInput, invalid: problem ? "true" : undefined, notes }} />
    ${problem && html`<p class="setting-note note note-bad" id=${`${id}-problem`} role="alert">${problem}</p>`}
    <p class="setting-note soft small" id=${`${id}-about`}>${prose([sentence(about), bounds, told].filter(Boolean).join(" "))}</p>
  </div>`;
}

function Control({ id, setting: { name, kind, choices, min, max }, value, onInput, invalid, notes }) {
  const given = { id, name, class: "mono", "aria-invalid": invalid, "aria-describedby": notes };
  if (choices.length) {
    const all = [["", "server’s value"], ...choices.map((choice) => [choice, choice])];
    return html`<select ...${given} value=${value} onChange=${({ target }) => onInput(target.value)}>
      ${all.map(([text, label]) => html`<option value=${text} selected=${text === value}>${label}</option>`)}
    </select>`;
  }
  const fit = kind === "number" ? { type: "number", min, max, step: 1 } : { type: "text" };
  return html`<input ...${given} ...${fit} value=${value} autocomplete="off" spellcheck=${false} onInput=${({ target }) => onInput(target.value)} />`;
}

/** A number in the page's format; any other text unchanged. */
const shown = (text) => (/^\d{4,15}$/.test(text) ? number(Number(text)) : text);

/** The description of a setting, adapted from the command line's: without dashes, with the page's number format and a full stop. */
const sentence = (about) => {
  const named = about.replace(/--([a-z-]+)/g, (_, flag) => `\`${flag.replaceAll("-", "_")}\``);
  const text = named.replace(/\b\d{5,}\b/g, (digits) => number(Number(digits)));
  return text && !text.endsWith(".") ? `${text}.` : text;
};
