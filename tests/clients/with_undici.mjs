// undici's RetryAgent goes on with an export whose connection breaks: the first answer is cut in its midst, the rest is asked for by a range.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, request as open } from "node:http";
import { pathToFileURL } from "node:url";

const [base, folder] = process.argv.slice(2);
const { Agent, RetryAgent, request } = await import(pathToFileURL(`${folder}/node_modules/undici/index.js`));
const CUT = 20_000;
const asked = [];

/** Hands requests on, and breaks the first answer off. */
const proxy = createServer((from, to) => {
  asked.push(from.headers);
  const onward = open(base + from.url, { headers: from.headers });
  onward.end();
  onward.on("response", (answer) => {
    to.writeHead(answer.statusCode, answer.headers);
    if (asked.length > 1) return answer.pipe(to);
    let left = CUT;
    answer.on("data", (chunk) => {
      to.write(chunk.subarray(0, left), () => left <= 0 && to.destroy());
      left -= Math.min(left, chunk.length);
    });
  });
}).listen(0, "127.0.0.1");
await once(proxy, "listening");
const origin = `http://127.0.0.1:${proxy.address().port}`;
const whole = Buffer.from(await (await fetch(`${base}/export/csv`)).arrayBuffer());
const dispatcher = new RetryAgent(new Agent(), { minTimeout: 50 });
const { body } = await request(`${origin}/export/csv`, { dispatcher });
const resumed = Buffer.from(await body.arrayBuffer());
assert.ok(resumed.equals(whole), `${resumed.length} of ${whole.length} bytes`);
assert.equal(asked.length, 2);
assert.match(asked[1].range, /^bytes=\d+-/);
assert.ok(asked[1]["if-match"], "the strong tag is held");
console.log("ok");
process.exit(0);
