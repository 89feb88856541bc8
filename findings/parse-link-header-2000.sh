#!/usr/bin/env bash
# What:     the npm package parse-link-header gives `null` for a `Link` header above 2,000 characters, as it does where there is no header.
# Versions: parse-link-header 2.0.0, Node 18 or later.
# Expected: the relations, or an error that says that the header is too long; its manual speaks of a limit that can be made to throw, off by default.
# Seen:     2,000 characters are parsed, 2,001 give `null`.
# Matters:  a walk whose links grow (a cursor, a filter) ends early without an error.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts parse-link-header@2.0.0
cat > run.cjs <<'JS'
const assert = require("node:assert/strict");
const parse = require("parse-link-header");

const header = (length) => {
  const [before, after] = ["<https://localhost/rows?cursor=", '>; rel="next"'];
  return before + "c".repeat(length - before.length - after.length) + after;
};
for (const length of [2000, 2001]) {
  const links = parse(header(length));
  console.log(`${header(length).length} characters: ${links === null ? "null" : Object.keys(links)}`);
}
assert.equal(parse(header(2000)).next.rel, "next", "another behaviour than described");
assert.equal(parse(header(2001)), null, "another behaviour than described");
assert.equal(parse(undefined), null, "another behaviour than described");
console.log("as described: one character more, and the next page is not there");
JS
node run.cjs
