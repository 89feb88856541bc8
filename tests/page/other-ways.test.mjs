// Checks judge results: other code that is right holds as the solutions do, and other mistakes than the lesson's own are found.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { lessons } from "../../www/lessons/index.js";
import { startPlayground } from "./support/playground.mjs";
import { run } from "./support/sync.mjs";

const playground = await startPlayground();
const body = "{ username: api.credentials.session_user, password: api.credentials.session_pass }";
const login = `api("/auth/session_token/login", { method: "POST", body: ${body} }).then((response) => response.json())`;
const rounds = (renewed) => `async (api, land) => {
  let token = {}, end = 0;
  for (let from = 0; from < 20; from += 4) {
    if (${renewed}) { token = await ${login}; end = Date.now() + (token.expires_in - 1) * 1000; }
    const response = await api("/auth/session_token/data", { headers: { authorization: "Token " + token.token } });
    await land((await response.json()).data.slice(from, from + 4));
    await sleep(0.8);
  }
}`;
const pages = (waiting, pace) => `async (api, land) => {
  for (let page = 1; page <= 15; page++) {
    let response;
    do {
      await sleep(${pace});
      response = await api("/pagination/page_number?per_page=10&page=" + page);
      if (response.status === 429) await sleep(${waiting});
    } while (response.status === 429);
    await land((await response.json()).data);
  }
}`;
const since = (checkpoint) => `async (api, land, state) => {
  const query = state.since ? "?since=" + state.since : "";
  const { data } = await (await api("/incremental/timestamp" + query)).json();
  await land(data);
  state.since = ${checkpoint};
}`;

/** Lesson, what the code does, the code, and the checks that must fail. */
const WAYS = [
  ["page-numbers", "goes on until a page is empty", paged("page_number?per_page=50&page=", "data.length"), []],
  ["page-numbers", "asks for far too much", paged("page_number?per_page=1&page=", "data.length"), ["requests"]],
  ["offset", "overlaps", sliced("offset += 19"), ["nothing-twice"]],
  ["next-link", "builds the right URLs", paged("next_page_url?per_page=40&order_type=desc&page=", "next_page_url"), ["follows-links"]],
  ["keyset", "sends no cursor", "async (api, land) => land((await (await api('/pagination/keyset')).json()).data)", ["every-row"]],
  ["checkpoint", "trusts the clock", since("new Date().toISOString().slice(0, 19) + 'Z'"), ["resumes", "brings-little"]],
  ["checkpoint", "takes the oldest row", since("data[0].updatedAt"), ["resumes", "brings-little"]],
  ["token-expiry", "logs in for each request", rounds("true"), ["logins"]],
  ["token-expiry", "renews before the end", rounds("Date.now() >= end"), []],
  ["limits", "tries again at once", pages(0.01, 0), ["waits"]],
  ["limits", "keeps below the limit", pages(1, 0.11), []],
  ["empty-pages", "trusts has_more", cursored("has_more"), []],
];

function paged(path, more) {
  return `async (api, land) => {
    for (let page = 1, answer = 1; answer; page++) {
      const { data, ...rest } = await (await api("/pagination/${path}" + page)).json();
      await land(data);
      answer = ${more === "data.length" ? more : `rest.${more}`};
    }
  }`;
}

function sliced(step) {
  return `async (api, land) => {
    for (let offset = 0; offset < 200; ${step}) await land((await (await api("/pagination/offset?limit=20&offset=" + offset)).json()).data);
  }`;
}

function cursored(more) {
  return `async (api, land) => {
    let answer = { ${more}: true, next_cursor: "" };
    while (answer.${more}) {
      answer = await (await api("/pagination/cursor?limit=20&cursor=" + answer.next_cursor)).json();
      await land(answer.data);
    }
  }`;
}

describe("other ways", { concurrency: true }, () => {
  const ids = [...new Set(WAYS.map(([id]) => id))];
  for (const id of ids) {
    describe(id, { concurrency: 1 }, () => {
      for (const [, does, code, fails] of WAYS.filter(([name]) => name === id)) {
        test(does, { timeout: 60_000 }, async () => {
          const lesson = lessons.find((one) => one.id === id);
          const evidence = await run(playground, lesson, `const sync = ${code};`);
          const failed = lesson.checks.filter(({ holds }) => holds(evidence) !== true).map((check) => check.id);
          assert.deepEqual(failed, fails);
        });
      }
    });
  }
});
