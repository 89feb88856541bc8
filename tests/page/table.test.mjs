// Which answers are shown as a table.
import assert from "node:assert/strict";
import { test } from "node:test";
import { listIn } from "../../www/views/table.js";

const rows = [{ id: 1 }, { id: 2, name: "b" }];

test("a list of objects, with what stands beside it", () => {
  assert.deepEqual(listIn(rows), { list: rows, beside: [] });
  assert.deepEqual(listIn({ page: 1, data: rows, next: null }), {
    list: rows,
    beside: [
      ["page", 1],
      ["next", null],
    ],
  });
});

test("nothing else", () => {
  for (const body of [null, 7, "a", {}, [], { data: [] }, { servers: rows, tags: rows }, [1, 2], [null], [[1]], { error: "no" }])
    assert.equal(listIn(body), null);
});
