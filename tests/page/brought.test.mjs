// Which request brought which row, told by the answers of every form.
import assert from "node:assert/strict";
import { test } from "node:test";
import { broughtBy, keysIn, nameOf } from "../../www/model/brought.js";
import { exchanged } from "../../www/model/exchange.js";
import { playground } from "./support/app.mjs";

/** An answer of the playground as an exchange of a sync. */
async function asked(server, path, { sync = 1, ...init } = {}) {
  const request = { method: "GET", url: server.base + path, headers: [], body: null, ...init };
  const by = sync ? "sync" : "hand";
  return (await exchanged(request, { id: 1, by, sync, apiBase: server.base, fetch: server.fetch, now: () => 0 })).exchange;
}

test("JSON, NDJSON and CSV: the same rows have the same keys, and an error has none", async () => {
  const server = await playground({ records: "30" });
  const all = [...keysIn(await asked(server, "/export/ndjson"), "people").keys()];
  assert.equal(all.length, 30);
  assert.deepEqual([...keysIn(await asked(server, "/pagination/offset?limit=30"), "people").keys()].sort(), all.toSorted());
  // A line within a quoted field has no key of a row.
  assert.deepEqual(
    [...keysIn(await asked(server, "/export/csv"), "people").keys()].filter((key) => all.includes(key)),
    all,
  );
  assert.equal(keysIn(await asked(server, "/nope"), "people").size, 0);
});

test("a row is of all requests of the syncs whose answers have it, by their numbers", async () => {
  const server = await playground({ records: "30" });
  const paths = ["/pagination/offset?limit=10", "/pagination/offset?limit=10&offset=5", "/pagination/offset?limit=10"];
  const exchanges = [await asked(server, "/pagination/offset?limit=30", { sync: 0 })];
  for (const path of paths) exchanges.push(await asked(server, path));
  const [hand, first, second, third] = exchanges;
  const [key] = keysIn(second, "people").keys();
  const of = { exchanges, stream: "people" };
  assert.deepEqual(broughtBy(key, of), [first, second, third]);
  assert.deepEqual(
    exchanges.map((one) => nameOf(one, exchanges)),
    ["request 1 by hand", "request 1", "request 2", "request 3"],
  );
  assert.deepEqual(broughtBy("nobody", of), []);
  const later = { ...first, sync: 2 };
  assert.equal(nameOf(later, [...exchanges, later]), "request 1 of sync 2");
  assert.ok(keysIn(hand, "people").size > 0);
});

test("keys of several columns", async () => {
  const server = await playground();
  const keys = [...keysIn(await asked(server, "/cursors/1/departments"), "departments").keys()];
  assert.ok(keys.length > 0 && keys.every((key) => /^1 \/ \d+$/.test(key)), keys.join());
});
