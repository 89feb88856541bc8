// While a new build takes over in one tab, no tab of the page asks; and nothing waits forever.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { takeovers } from "../../www/model/takeover.js";

const PAGE = "http://page.example/some/project/";

/** Locks as a browser's tabs share them: in order, and shared ones together. */
function lockManager() {
  let queue = Promise.resolve();
  let shared = [];
  return {
    async request(_, ...rest) {
      const work = rest.pop();
      const { mode, signal } = rest[0] ?? {};
      const before = mode === "shared" ? queue : Promise.allSettled([queue, ...shared.splice(0)]);
      const given = new Promise(
        (resolve, reject) => (before.then(resolve), signal?.addEventListener("abort", () => reject(signal.reason))),
      );
      const result = given.then(work);
      const over = result.catch(() => {});
      if (mode === "shared") shared.push(over);
      else [queue, shared] = [over, []];
      return result;
    },
  };
}

function held() {
  let end;
  return { promise: new Promise((resolve) => (end = resolve)), end: (value) => end(value) };
}

const turn = () => new Promise((done) => setImmediate(done));

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

test("a take-over waits for requests under way, and later ones wait for it, in every tab", async () => {
  const locks = lockManager();
  const [one, other] = [takeovers(PAGE, locks), takeovers(PAGE, locks)];
  const seen = [];
  const [first, taken] = [held(), held()];
  const ask = other.behind(async (path) => (seen.push(path), path === "/first" && (await first.promise), `answer of ${path}`));
  const asked = ask("/first");
  await turn();
  const over = one.alone(() => (seen.push("update"), taken.promise), assert.fail);
  await turn();
  const later = ask("/later");
  await turn();
  assert.deepEqual(seen, ["/first"]);
  first.end();
  assert.equal(await asked, "answer of /first");
  await turn();
  assert.deepEqual(seen, ["/first", "update"]);
  taken.end();
  await over;
  assert.equal(await later, "answer of /later");
});

test("a take-over that does not come is told of, and the tabs ask again meanwhile", async () => {
  const locks = lockManager();
  const tab = takeovers(PAGE, locks);
  const taken = held();
  let isLate = false;
  const over = tab.alone(
    () => taken.promise,
    () => (isLate = true),
  );
  await turn();
  const asked = tab.behind(async () => "answer")("/rows");
  mock.timers.tick(10_000);
  assert.equal(await asked, "answer");
  assert.ok(isLate);
  taken.end();
  await over;
});

test("without locks, requests go as they are", async () => {
  const ask = async () => "answer";
  const tab = takeovers(PAGE, null);
  assert.equal(tab.behind(ask), ask);
  await tab.alone(async () => {}, assert.fail);
});
