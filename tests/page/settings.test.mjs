// The part of a path that holds settings, as the server itself reads it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { located } from "../../www/model/exchange.js";
import { given, plainly, prefix } from "../../www/model/settings.js";
import { BASE, playground } from "./support/app.mjs";

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

test("no settings are no part, and emptied ones none", () => {
  assert.equal(prefix({}), "");
  assert.deepEqual(given({ a: "", b: "0" }), { b: "0" });
});

test("the truth is asked for without limits and quirks", () => {
  const plain = plainly({ seed: "s", records: "5", rate_limit: "true", capacity: "1", empty_pages: "true", string_numbers: "true" });
  assert.deepEqual(plain, { seed: "s", records: "5", rate_limit: "false", string_numbers: "false", journal: "off" });
});
