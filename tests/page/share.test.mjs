// Links to share: they bring code and request, never over one's own code, and never more than a browser can bear.
import assert from "node:assert/strict";
import { test } from "node:test";
import { base64url, packed, unpacked } from "../../www/model/packing.js";
import { link } from "../../www/model/share.js";
import { lessons, memory, started } from "./support/app.mjs";

const MINE = "// mine\nasync function sync() {}\n";
const THEIRS = "// theirs: Zoë 日本 🙂\nasync function sync(api) { await api('/health'); }\n";
const { start } = lessons.find(({ id }) => id === "walk");

/** A link from somebody with this code. */
async function linkWith(code, { hash = "#/walk" } = {}) {
  const { app } = await started({ hash });
  app.setCode(code);
  return app.link();
}

/** The app that a link was opened in, once its code is unpacked. */
async function opened(url, { storage = memory() } = {}) {
  const { app, location } = await started({ hash: new URL(url).hash, storage });
  for (let n = 0; n < 50 && !/code/.test(app.state.said + app.state.notice); n += 1) await new Promise((done) => setTimeout(done, 5));
  return { app, location, storage };
}

const mineKept = () => started({ hash: "#/walk", storage: memory() }).then(({ app, storage }) => (app.setCode(MINE), storage));

test("a text is the same after it was packed, with and without compression", async (t) => {
  const texts = ["", "a", THEIRS, "x".repeat(100_000)];
  for (const text of texts) assert.equal(await unpacked(await packed(text)), text);
  assert.ok((await packed(texts[3])).length < 1000);
  const { CompressionStream } = globalThis;
  t.after(() => (globalThis.CompressionStream = CompressionStream));
  globalThis.CompressionStream = undefined;
  assert.equal(await unpacked(await packed(THEIRS)), THEIRS);
});

test("code of a link goes into an editor that nobody has written in", async () => {
  const { url, label, said } = await linkWith(THEIRS);
  assert.deepEqual([label, said], ["Link copied with your code", "The link to this lesson with your code and your request is copied."]);
  const { app, location } = await opened(url);
  assert.deepEqual([app.state.work.walk.code, app.state.work.walk.offered, location.hash], [THEIRS, null, "#/walk"]);
});

test("one's own code stays, the link's is offered, and each can be had back", async () => {
  const storage = await mineKept();
  const { app } = await opened((await linkWith(THEIRS)).url, { storage });
  const work = () => app.state.work.walk;
  assert.deepEqual([work().code, work().offered], [MINE, { code: THEIRS, whose: "link" }]);
  app.swapCode();
  assert.deepEqual([work().code, work().offered], [THEIRS, { code: MINE, whose: "own" }]);
  // It is there after a reload, too.
  const again = (await started({ storage, hash: "#/walk" })).app;
  assert.deepEqual(again.state.work.walk.offered, { code: MINE, whose: "own" });
  again.swapCode();
  assert.equal(again.state.work.walk.code, MINE);
  again.leaveCode();
  assert.deepEqual([again.state.work.walk.code, again.state.work.walk.offered], [MINE, null]);
});

test("the same code is nothing new, and code as it was at the start does not go along", async () => {
  const storage = await mineKept();
  const { app } = await opened((await linkWith(MINE)).url, { storage });
  assert.equal(app.state.work.walk.offered, null);
  const { url, label } = await linkWith(start);
  assert.ok(!url.includes("code="));
  assert.equal(label, "Link copied");
});

test("code that is too long for a link is told, and the rest goes along", async () => {
  let noise = "";
  for (let n = 0; noise.length < 40_000; n += 1) noise += (Math.imul(n, 2654435761) >>> 0).toString(36);
  const { url, label, said } = await linkWith(noise);
  assert.match(said, /^The link is copied without your code: packed, it has [\d,]+ characters, and a link takes 16,000\. Send the file/);
  assert.deepEqual([label, url.includes("code="), url.includes("request=")], ["Link copied without your code", false, true]);
});

test("links of before, broken ones and bombs", async () => {
  const request = base64url(new TextEncoder().encode(JSON.stringify({ method: "GET", path: "/health" })));
  const old = (await started({ hash: `#/walk?request=${request}` })).app;
  assert.deepEqual([old.state.work.walk.request.path, old.state.work.walk.code, old.state.notice], ["/health", start, null]);
  const bomb = await packed("x".repeat(2_000_000));
  for (const code of ["", "z", "q", "zAAAA", "t_____w", "***", bomb]) {
    const { app } = await opened(`http://x/#/walk?code=${code}`);
    assert.match(app.state.notice, /^The link is broken: its code can't be read/, code.slice(0, 9));
    assert.equal(app.state.work.walk.code, start);
  }
});

test("settings go along in the sandbox alone, and the reference has a link of its own", async () => {
  const { app } = await started({ hash: "#/walk" });
  await app.setSettings({ records: "9" });
  assert.ok(!(await app.link()).url.includes("settings="));
  app.openLesson("free");
  const { url } = await app.link();
  assert.equal((await opened(url)).app.state.inForce.records, "9");
  const lesson = (await opened(url.replace("#/free", "#/walk"))).app;
  assert.deepEqual(lesson.state.settings, {});
  app.openReference("exports");
  assert.match((await app.link()).url, /#\/reference\/exports$/);
});

test("a link's request takes the place of one's own, which can be brought back", async () => {
  const theirs = { method: "GET", path: "/pagination/keyset", query: [], headers: [], body: "" };
  const { url } = await link("http://x/", "walk", { request: theirs, code: "", settings: {} });
  const { hash } = new URL(url);
  const asked = ({ state }) => state.work.walk.request.path;
  // Nothing of one's own was there.
  const fresh = (await started({ hash })).app;
  assert.deepEqual([asked(fresh), fresh.state.requestBefore], ["/pagination/keyset", null]);

  const storage = memory();
  const { app } = await started({ hash: "#/walk", storage });
  app.setRequest({ path: "/pagination/offset" });
  const again = (await started({ hash, storage })).app;
  assert.deepEqual([asked(again), again.state.requestBefore.lesson], ["/pagination/keyset", "walk"]);
  again.bringBack();
  assert.deepEqual([asked(again), again.state.requestBefore], ["/pagination/offset", null]);
});
