// What isolates share, where the setting says so: one Durable Object, which is the same server. Every request to the playground goes
// there, so whatever a server remembers (limits, the journal) is remembered once. Files of the page never go there.
import "./playground.js";

const { failure } = globalThis.connectorPlayground;
const SETTING = "PLAYGROUND_SHARED_STATE";
const BINDING = "SHARED_STATE";
// There is one object, since there is one journal; buckets are told apart by the server itself.
const NAME = "playground";
// The object's own storage holds how far clocks were moved under this key; all else is in memory.
const CLOCKS = "clocks";
// A path that only the object can answer, since its clocks are not those of an isolate.
const CLOCK_PATH = /\/playground\/clock\/*$/;
// Bodies up to this many bytes are kept, so that the isolate can answer where the object can't.
const KEPT_BODY = 65_536;
// The platform takes an object out of memory that does nothing for ten seconds; one with a timer stays. In milliseconds.
const STAY = 60_000;

/** What a switch says; undefined for what is none. As in the core, both pairs of words are understood, in any case. */
const WORDS = new Map([
  ["true", true],
  ["on", true],
  ["false", false],
  ["off", false],
]);
const on = (text) => WORDS.get(String(text).toLowerCase());

/** Whether these variables ask for it. */
export const isShared = (env) => on(env[SETTING]) === true;

/** The variables without the setting, which is this adapter's own. Throws an `Error` where it is neither on nor off. */
export function withoutSetting({ [SETTING]: value, ...others }) {
  if (value === undefined || value === null || on(value) !== undefined) return others;
  throw new Error("Invalid value for setting 'shared_state'. Use 'true' or 'false'");
}

/** What the object says to a request, or `alone` where it can't be reached: an answer is worth more than a limit. */
export async function askObject(request, env, alone) {
  const namespace = env[BINDING];
  if (!namespace) throw new Error(`Setting 'shared_state' needs a Durable Object bound as ${BINDING}; wrangler.toml has it`);
  const spare = isKept(request) && request.clone();
  try {
    return await namespace.getByName(NAME).fetch(request);
  } catch (error) {
    console.error("Connector Playground, the shared state:", error);
    return spare ? alone(spare) : unreachable();
  }
}

function unreachable() {
  const answer = failure(503, "The shared state can't be reached. Send the request again");
  answer.headers.set("retry-after", "1");
  return answer;
}

const isKept = ({ url, body, headers }) =>
  !CLOCK_PATH.test(new URL(url).pathname) && (!body || Number(headers.get("content-length") ?? Infinity) <= KEPT_BODY);

/** The object: a handler that shares nothing. It remembers for a minute without a request; a new version has new ones. Clocks it keeps for good. */
export const objectOf = (createHandler) =>
  class SharedState {
    #handler;
    #stay;

    constructor(context, env) {
      const keep = (clocks) => context.storage.put(CLOCKS, clocks);
      context.blockConcurrencyWhile(async () => {
        const clocks = await context.storage.get(CLOCKS);
        this.#handler = createHandler({ ...withoutSetting(env), ASSETS: undefined }, { clocks, keep });
      });
    }

    fetch(request) {
      clearTimeout(this.#stay);
      this.#stay = setTimeout(() => {}, STAY);
      return this.#handler.fetch(request);
    }
  };
