// Holds a HAR log against the schema of HAR 1.2: `node validate.cjs FILE`. Says "ok" at the end.
const { readFileSync } = require("node:fs");
const validator = require("har-validator");

const { log } = JSON.parse(readFileSync(process.argv[2], "utf8"));
validator
  .har({ log })
  .then(() => log.entries.forEach((entry) => new URL(entry.request.url)))
  .then(() => console.log("ok"))
  .catch((error) => {
    console.log(JSON.stringify(error.errors ?? String(error)));
    process.exitCode = 1;
  });
