#!/usr/bin/env bash
# What:     `PageIterator` of @microsoft/microsoft-graph-client asks for the first page again where `@odata.nextLink` is a blank text.
# Versions: @microsoft/microsoft-graph-client 3.0.7, Node 20 or later.
# Expected: a link without a target ends the walk, or is an error.
# Seen:     only `undefined` ends it; the client asks its base URL. Here the answer to that has no link, so that the script ends.
# Matters:  rows land twice, or the sync never ends.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @microsoft/microsoft-graph-client@3.0.7
cat > run.cjs <<'JS'
const assert = require("node:assert/strict");
const { Client, PageIterator } = require("@microsoft/microsoft-graph-client");

const asked = [];
const client = Client.init({
  authProvider: (done) => done(null, "token"),
  fetchOptions: {},
  baseUrl: "https://localhost/",
});
// The client's own way to a page, with the answers in place of the network.
client.api = (path) => {
  asked.push(path);
  return { headers() { return this; }, options() { return this; }, get: async () => ({ value: [1, 2] }) };
};
(async () => {
  const rows = [];
  await new PageIterator(client, { value: [1, 2], "@odata.nextLink": "" }, (row) => { rows.push(row); return true; }).iterate();
  console.log(`requests: ${JSON.stringify(asked)}\nrows: ${rows}`);
  assert.deepEqual(asked, [""], "another behaviour than described");
  assert.deepEqual(rows, [1, 2, 1, 2], "another behaviour than described");
  console.log("as described: the blank link began the walk again");
})();
JS
node run.cjs
