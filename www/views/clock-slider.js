// The moment of the setting `now` as a slider: from the anchor on in steps that grow, as the spans do in which rows that move are updated.

import { html } from "../vendor/preact.js";

/** Steps of the slider after the anchor; each is so many times as far as the one before. The last one is about three months away. */
const [STEPS, GROWTH, FIRST] = [48, 1.3, 30];
/** Seconds of a unit, from the largest on. @type {[number, string][]} */
const UNITS = [
  [86_400, "day"],
  [3600, "hour"],
  [60, "minute"],
  [1, "second"],
];

/** Seconds after the anchor, in whole units of which there are many. @param {number} step */
export function secondsAt(step) {
  const exact = step && FIRST * GROWTH ** (step - 1);
  const [unit] = UNITS.find(([seconds]) => exact >= 4 * seconds) ?? UNITS.at(-1);
  return Math.round(exact / unit) * unit;
}

/** The step that is nearest to a moment. */
export function stepAt(seconds) {
  const far = (step) => Math.abs(secondsAt(step) - seconds);
  return Array.from({ length: STEPS + 1 }, (_, step) => step).reduce((best, step) => (far(step) < far(best) ? step : best), 0);
}

/** "5 hours 20 minutes after the anchor". */
export function told(seconds) {
  if (seconds === 0) return "At the anchor";
  let left = seconds;
  const parts = UNITS.flatMap(([unit, name]) => {
    const many = Math.floor(left / unit);
    left -= many * unit;
    return many ? [`${many} ${name}${many === 1 ? "" : "s"}`] : [];
  });
  return `${parts.slice(0, 2).join(" ")} after the anchor`;
}

const text = (ms) => new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");

/** @param {{ anchor?: string, now: string, onInput: (now: string) => void }} props */
export function ClockSlider({ anchor, now, onInput }) {
  const start = Date.parse(anchor);
  if (Number.isNaN(start)) return null;
  const seconds = Math.max(0, (Date.parse(now) - start) / 1000);
  const isHeld = !Number.isNaN(seconds);
  const said = isHeld ? told(Math.round(seconds)) : "The clock runs";
  return html`<div class="setting">
    <label for="clock-slider">Moment</label>
    <input id="clock-slider" type="range" min="0" max=${STEPS} step="1" value=${isHeld ? stepAt(seconds) : 0} aria-valuetext=${said}
      aria-describedby="clock-slider-about" onInput=${({ target }) => onInput(text(start + secondsAt(Number(target.value)) * 1000))} />
    <p class="setting-note soft small" id="clock-slider-about"><output for="clock-slider">${said}.</output> It sets <code>now</code>: move it on
      between two syncs, and the second one meets what changed meanwhile.</p>
  </div>`;
}
