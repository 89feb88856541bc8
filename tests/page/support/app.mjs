// The page's model in Node: the wasm of the kit answers, and a sync runs in the same thread.
import { newServer } from "./playground.mjs";

export const BASE = "http://page.example/some/project";

/** A playground below the base, as `connect` of the app gives one. */
export async function playground(settings = {}) {
  const options = { seed: "page", anchor: "2026-01-01T00:00:00Z", now: "2026-01-01T00:00:00Z", ...settings };
  const server = await newServer({ ...options, base: "/some/project/" });
  const ask = async (input, { credentials, cache, mode, ...init } = {}) => server.respond(new Request(input, init));
  const { credentials } = server.playground;
  const told = await (await ask(`${BASE}/playground/settings`)).json();
  return {
    adapter: "tab",
    direct: false,
    base: BASE,
    version: "0",
    notice: null,
    settings: { ...options, ...told },
    credentials,
    fetch: ask,
  };
}

/** A storage that lasts as long as a test. */
export function memory(entries = {}) {
  const kept = new Map(Object.entries(entries));
  const getItem = (key) => kept.get(key) ?? null;
  return { kept, getItem, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) };
}

/** Runs a sync without a worker, so that Node can: the code is a function's text as in the page. */
export function startHere({ code, state, credentials, ask, onLand, onLog }) {
  let end;
  const ended = new Promise((resolve) => (end = resolve));
  const outcome = (more) => end({ state, error: null, stopped: false, seconds: 0, ...more });
  const api = async (path, init = {}) => {
    const answer = await ask({ path, method: init.method ?? "GET", headers: Object.entries(init.headers ?? {}), body: init.body ?? null });
    // As between a worker and its page, others have their turn.
    await new Promise((done) => setTimeout(done));
    if (answer.error) throw new Error(answer.error);
    return new Response(answer.status === 204 ? null : answer.body, { status: answer.status, headers: answer.headers });
  };
  api.credentials = credentials;
  const land = async (rows) => onLand(structuredClone(rows));
  const sync = new Function("console", `${code}\nreturn sync;`)({ log: (line) => onLog(String(line)) });
  sync(api, land, state).then(
    () => outcome({}),
    (error) => outcome({ error: { what: String(error), help: "", about: "any", line: null } }),
  );
  return { ended, stop: () => outcome({ stopped: true }) };
}

const PAGES = `async function sync(api, land, state) {
  let path = "/pagination/next_page_url?per_page=50";
  while (path) {
    const page = await (await api(path)).json();
    await land(page.data);
    path = page.next_page_url;
  }
  state.runs = (state.runs ?? 0) + 1;
}`;

/** Lessons as the model knows them: with code, without, and the free one. */
export const lessons = [
  {
    id: "ask",
    title: "Ask",
    text: [],
    task: "",
    settings: {},
    stream: "people",
    merges: false,
    syncs: 1,
    seconds: 5,
    request: { method: "GET", path: "/pagination/offset", query: [{ name: "limit", value: "5", on: true }], headers: [], body: "" },
    start: null,
    solution: { method: "GET", path: "/health" },
    hint: "",
    checks: [
      { id: "asked", text: "Asked", holds: ({ byHand }) => byHand.some(({ status }) => status === 200) || "Nothing answered 200." },
      { id: "health", text: "Healthy", holds: ({ byHand }) => byHand.some(({ path }) => path === "/health") || "Ask for /health." },
    ],
  },
  {
    id: "walk",
    title: "Walk",
    text: [],
    task: "",
    settings: { seed: "a/b,c=%ä", records: "120" },
    stream: "people",
    merges: true,
    syncs: 2,
    seconds: 5,
    request: { method: "GET", path: "/health" },
    start: PAGES.replace("while (path)", "if (path)"),
    solution: PAGES,
    hint: "",
    checks: [{ id: "all", text: "All", holds: ({ verdict }) => verdict?.verdict === "complete" || "Rows are missing." }],
  },
  {
    id: "free",
    title: "Free",
    text: [],
    task: "",
    settings: {},
    stream: "people",
    merges: true,
    syncs: 1,
    start: PAGES,
    solution: null,
    checks: [],
  },
];

/** An app that has started. */
export async function started({ hash = "", storage = memory(), session = memory(), server, more = lessons } = {}) {
  const { createApp } = await import("../../../www/model/app.js");
  const location = {
    hash,
    get href() {
      return `${BASE}/${this.hash}`;
    },
  };
  const app = createApp({ lessons: more, storage, session, location, connect: async () => server ?? playground(), startSync: startHere });
  await app.start();
  return { app, location, storage };
}
