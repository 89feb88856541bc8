// What is kept between visits, in this browser only: work on the lessons, own settings, the tab of snippets. Also as a file.
import { readDraft, wholeDraft } from "./draft.js";
import { readSettings } from "./share.js";
import { SNIPPETS } from "./snippets.js";

const MARK = "connector-playground-progress";

/** A storage of the browser; undefined where it is forbidden, and then nothing is kept. */
export function pageStorage(name) {
  try {
    return globalThis[name];
  } catch {
    return undefined;
  }
}

/** A place in a storage for this page alone: others of the same host may lie below other paths. */
export function shelf(storage, page, mark = MARK) {
  const key = `${mark} ${new URL(".", page).pathname}`;
  const tried = (work) => {
    try {
      return work();
    } catch {
      // Full or forbidden: the page goes on without.
      return null;
    }
  };
  return {
    load: () => tried(() => storage?.getItem(key)) ?? null,
    save: (text) => tried(() => (storage?.setItem(key, text), Boolean(storage))) ?? false,
    forget: () => tried(() => storage?.removeItem(key)),
  };
}

/** The longest code that is kept of a lesson that was done, in characters: storage is for all lessons together. */
const LONGEST = 20_000;

/** How a lesson starts. */
export const freshWork = (lesson) => ({
  code: lesson.start ?? "",
  request: wholeDraft(lesson.request),
  done: false,
  passed: null,
  hint: false,
  solution: false,
  offered: null,
});

/**
 * How a lesson was passed: when, and by which code; none where it needs none, or where it is too long to keep.
 * @param {string | null} code
 * @param {Date} at
 * @returns {{ at: string, code: string | null }}
 */
export const passedBy = (code, at) => ({ at: at.toISOString(), code: code?.length <= LONGEST ? code : null });

/** The state that is kept, as text: of each lesson only what differs from its start, so that a lesson may be mended later. */
export function written({ lessons, work, settings, snippet }) {
  const kept = lessons.map((lesson) => [lesson.id, differing(work[lesson.id], freshWork(lesson))]);
  const changed = Object.fromEntries(kept.filter(([, parts]) => Object.keys(parts).length));
  return JSON.stringify({ kind: MARK, version: 1, work: changed, settings, snippet }, null, 1);
}

const differing = (work, fresh) =>
  Object.fromEntries(Object.entries(work).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(fresh[name])));

/**
 * Work that two tabs of the page did at the same time, as one: each part is this tab's if it has changed it since both had the same,
 * else the other's.
 */
export function joined(mine, before, theirs) {
  const parts = ([id, work]) => [id, { ...theirs[id], ...differing(work, before[id]) }];
  return Object.fromEntries(Object.entries(mine).map(parts));
}

/**
 * What a kept text or a file says, of the lessons that are in it; what of it is no use is left out.
 * @returns {{ work?: object, settings?: object, snippet?: string, problem?: string }}
 */
export function readProgress(text, lessons) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: "This is no progress file: it holds no JSON. Choose a file that ‘Export progress’ has made." };
  }
  if (value?.kind !== MARK) return { problem: "This is no progress file of this page. Choose one that ‘Export progress’ has made." };
  if (value.version !== 1) return { problem: "This progress file is of a newer page. Reload this one, then import the file again." };
  const there = lessons.filter(({ id }) => value.work?.[id]);
  const work = Object.fromEntries(there.map((lesson) => [lesson.id, { ...freshWork(lesson), ...readWork(value.work[lesson.id]) }]));
  const snippet = (SNIPPETS.find(({ id }) => id === value.snippet) ?? SNIPPETS[0]).id;
  return { work, settings: readSettings(value.settings) ?? {}, snippet };
}

function readWork(value) {
  const found = {};
  if (typeof value?.code === "string") found.code = value.code;
  const request = readDraft(value?.request);
  if (request) found.request = request;
  const passed = readPassed(value?.passed);
  if (passed) found.passed = passed;
  for (const name of ["done", "hint", "solution"]) if (typeof value?.[name] === "boolean") found[name] = value[name];
  const { code, whose } = value?.offered ?? {};
  if (typeof code === "string" && ["link", "own"].includes(whose)) found.offered = { code, whose };
  return found;
}

function readPassed(value) {
  const at = new Date(typeof value?.at === "string" ? value.at : NaN);
  if (Number.isNaN(at.getTime())) return null;
  return passedBy(typeof value.code === "string" ? value.code : null, at);
}
