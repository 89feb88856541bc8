// The edge's adapter as a function of the compiled module: a handler for every runtime with the API of Workers (`Request`, `Response`,
// `WebAssembly`). `edge.js` makes it the default export that such platforms ask for, `server.js` a server of its own; others call it themselves.
import "./playground.js";
import { askObject, isShared, withoutSetting } from "./shared.js";

const { Server, failure } = globalThis.connectorPlayground;

// Settings come as variables, by the names that the native command's environment has for them.
const PREFIX = "PLAYGROUND_";
// Without these, each isolate would draw its own and be another server.
const REQUIRED = ["PLAYGROUND_SEED", "PLAYGROUND_ANCHOR"];

/**
 * A handler that answers as the playground does. `variables` stand in where the runtime gives none with a request.
 * The playground is made in the first request: before it, there is neither clock nor chance. `memory` is for where all requests come to this one
 * handler: `clocks` that were kept before, and `keep` for those that are moved. Without it others may answer, too, and no clock can be moved.
 */
export function createHandler(wasm, variables = {}, memory = undefined) {
  let server;
  return {
    fetch(request, env = variables) {
      try {
        server ??= startServer(wasm, env, memory);
        return isShared(env) ? answerShared(server, request, env) : answer(server, request, env);
      } catch (error) {
        return failure(500, error.message);
      }
    },
  };
}

/** The answer of this isolate; a promise only where something is to be waited for. */
function answer(server, request, env) {
  let streamed = false;
  const answer = server.respond(request, {
    hold: () => (streamed = true),
    elsewhere: () => pageFor(server.playground, request, env),
  });
  if (answer instanceof Promise) return answer.then((response) => (streamed ? ofItsLength(response) : response));
  return streamed ? ofItsLength(answer) : answer;
}

/** The answer of the object that isolates share. What is no endpoint's needs no memory, and is found here. */
async function answerShared(server, request, env) {
  try {
    const own = server.playground.handles(new URL(request.url).pathname);
    const page = own ? undefined : await pageFor(server.playground, request, env);
    return page ?? (await askObject(request, env, (spare) => answer(server, spare, env)));
  } catch (error) {
    return failure(500, error.message);
  }
}

/** A playground in an instance of its own. Throws an `Error` that names what is wrong with the variables. */
export function startServer(wasm, variables, memory = undefined) {
  const missing = REQUIRED.find((name) => !variables[name]);
  if (missing) throw new Error(`The variable ${missing} is missing`);
  const own = Object.entries(withoutSetting(variables)).filter(([name]) => name.startsWith(PREFIX));
  const settings = Object.fromEntries(own.map(([name, text]) => [name.slice(PREFIX.length).toLowerCase(), text]));
  const server = new Server(wasm, { ...settings, isolated: !memory }, memory?.keep);
  if (memory?.clocks) server.restore(memory.clocks);
  return server;
}

/** A streamed answer. Workers send the length of its body only where the stream itself is of a fixed length. */
function ofItsLength(response) {
  const length = globalThis.FixedLengthStream && response.headers.get("content-length");
  return length ? new Response(response.body.pipeThrough(new FixedLengthStream(Number(length))), response) : response;
}

/** What is no endpoint's: a file of the static page where the runtime has them, or else the core's front page. */
async function pageFor(playground, request, env) {
  return (env.ASSETS && (await asset(playground, request, env))) ?? playground.front_page(request);
}

/** A file. The one at the root is for people; programs get the core's list of endpoints. */
async function asset(playground, request, { ASSETS, PLAYGROUND_BASE = "" }) {
  const reads = ["GET", "HEAD"].includes(request.method);
  const [base, url] = [PLAYGROUND_BASE.replace(/\/+$/, ""), new URL(request.url)];
  if (!url.pathname.startsWith(`${base}/`)) return undefined;
  url.pathname = url.pathname.slice(base.length);
  if (url.pathname === "/" && !(reads && playground.wants_page(request))) return undefined;
  if (!reads) return (await ASSETS.fetch(new Request(url, { method: "HEAD" }))).status < 400 ? notAllowed() : undefined;
  const response = await ASSETS.fetch(base ? new Request(url, request) : request);
  return response.status === 404 ? undefined : response;
}

/** As the native command answers it. */
function notAllowed() {
  const answer = failure(405, "Method not allowed");
  answer.headers.set("allow", "GET, HEAD");
  return answer;
}
