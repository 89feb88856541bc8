// The part of a path that holds settings, as the server itself reads it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { located } from "../../www/model/exchange.js";
import { given, grouped, inForce, ownSettingsCount, plainly, prefix, settingsOf } from "../../www/model/settings.js";
import { BASE, playground, started } from "./support/app.mjs";

const SEEDS = ["plain", "a,b", "a=b", "50%", "%41", "a/b", "..", "ä ö", "日本", "a+b&c?d#e", '"\\', "'", "😀", "a:b", "%25%2C"];

test("every value of a setting arrives as it was typed, and links keep it", async () => {
  const { fetch } = await playground();
  for (const seed of SEEDS) {
    const apiBase = BASE + prefix({ seed, records: "60" });
    const settings = await (await fetch(`${apiBase}/playground/settings`)).json();
    assert.deepEqual([settings.seed, settings.records], [seed, "60"]);
    const page = await (await fetch(`${apiBase}/pagination/next_page_url`)).json();
    assert.ok(located(page.next_page_url, apiBase).url, page.next_page_url);
  }
});

test("a link that is a path has the prefix already", async () => {
  const { fetch } = await playground();
  const apiBase = BASE + prefix({ links: "path" });
  const page = await (await fetch(`${apiBase}/pagination/next_page_url`)).json();
  assert.equal(located(page.next_page_url, apiBase).url, `http://page.example${page.next_page_url}`);
});

test("a person's own settings hold in the sandbox alone, and can be reset", async () => {
  const { app } = await started({ hash: "#/walk" });
  await app.send();
  assert.equal(await app.setSettings({ records: "7", ties: "2" }), null);
  assert.deepEqual(app.state.inForce, app.state.lesson.settings);
  assert.deepEqual([ownSettingsCount(app.state), app.state.exchanges.length], [0, 1], "the attempt goes on");
  app.openLesson("free");
  assert.deepEqual([app.state.inForce, ownSettingsCount(app.state)], [{ records: "7", ties: "2" }, 2]);
  await app.send();
  assert.ok(app.state.exchanges[0].url.includes("/with/records=7,ties=2/"), app.state.exchanges[0].url);
  app.openLesson("ask");
  assert.deepEqual(app.state.inForce, {});
  app.openReference();
  assert.equal(ownSettingsCount(app.state), 2);
  app.openLesson("free");
  app.resetSettings();
  assert.deepEqual([app.state.settings, app.state.inForce, ownSettingsCount(app.state)], [{}, {}, 0]);
});

test("what the server does not take is refused in a lesson, too", async () => {
  const { app } = await started({ hash: "#/walk" });
  assert.match(await app.setSettings({ records: "many" }), /'records'/);
  assert.deepEqual(inForce({ seed: "a" }, { checks: [], settings: { seed: "b" } }), { seed: "b" });
});

test("no settings are no part, and emptied ones none", () => {
  assert.equal(prefix({}), "");
  assert.deepEqual(given({ a: "", b: "0" }), { b: "0" });
});

test("the truth is asked for without limits and behaviours", () => {
  const plain = plainly({ seed: "s", records: "5", rate_limit: "true", capacity: "1", empty_pages: "true", string_numbers: "true" });
  assert.deepEqual(plain, { seed: "s", records: "5", rate_limit: "false", string_numbers: "false", envelope: "on", journal: "off" });
});

const DESCRIBED = [
  {
    name: "records",
    description: "Number of records, 1 to 1000000000",
    default: "200",
    schema: { type: "integer", minimum: 1, maximum: 1_000_000_000 },
  },
  { name: "max_offset", description: "400 beyond row N", default: "none", schema: { type: "integer", minimum: 1, maximum: 1_000_000_000 } },
  { name: "rate_limit", description: "A token a request", default: "false", schema: { type: "boolean" } },
  { name: "csv_line_end", description: "What ends the lines", default: "lf", schema: { type: "string", enum: ["lf", "crlf"] } },
  { name: "seed", description: "Any text", default: "drawn at start", schema: { type: "string" } },
];

test("each setting has a field that fits, by the server's own description", () => {
  const found = settingsOf(DESCRIBED, {});
  assert.deepEqual(
    found.map(({ kind }) => kind),
    ["number", "number", "switch", "choice", "text"],
  );
  assert.deepEqual([found[0].min, found[0].max, found[1].usual], [1, 1_000_000_000, "none"]);
  assert.deepEqual(
    [found[2].choices, found[3].choices],
    [
      ["true", "false"],
      ["lf", "crlf"],
    ],
  );
  const groups = grouped(found).map(({ title, settings }) => [title, settings.map(({ name }) => name)]);
  assert.deepEqual(groups, [
    ["Data", ["records", "seed"]],
    ["Limits and tokens", ["rate_limit"]],
    ["Export in CSV", ["csv_line_end"]],
    ["Pages and lists", ["max_offset"]],
  ]);
});

test("the server describes every setting that is in force; an older one's values tell what they can", async () => {
  const server = await playground();
  const { "x-settings": described } = await (await server.fetch(`${BASE}/openapi.json`)).json();
  const found = settingsOf(described, server.settings);
  const served = Object.keys(server.settings).filter((name) => !["trust_forwarded", "quiet"].includes(name));
  assert.deepEqual(
    served.filter((name) => !found.some((one) => one.name === name)),
    [],
  );
  const guessed = settingsOf(undefined, server.settings);
  const kind = (name) => guessed.find((one) => one.name === name).kind;
  assert.deepEqual([kind("records"), kind("rate_limit"), kind("past_end"), kind("seed")], ["number", "switch", "text", "text"]);
  if (described) assert.ok(found.every(({ about, usual }) => about && usual) && found.some(({ name }) => name === "max_offset"));
});
