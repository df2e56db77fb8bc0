import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeNdjson } from "./ndjson.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

test("complete lines are values, torn ones are kept as text, empty ones are left out", () => {
  const { records, rest } = decodeNdjson(bytes('{"a":1}\n\n{"b":\n  \nnull\r\n[1]\n{"c"'));
  assert.deepEqual(records, [
    { torn: false, value: { a: 1 } },
    { torn: true, line: '{"b":' },
    { torn: false, value: null },
    { torn: false, value: [1] },
  ]);
  assert.equal(rest, 4);
});

test("a file that still grows is read in any parts to the same values, also within a character", () => {
  const whole = bytes('{"ä":"🙂"}\n"€"\n3\n');
  for (let cut = 0; cut <= whole.length; cut++) {
    const first = decodeNdjson(whole.subarray(0, cut));
    const second = decodeNdjson(whole.subarray(cut - first.rest));
    assert.deepEqual([...first.records, ...second.records], decodeNdjson(whole).records);
    assert.equal(second.rest, 0);
  }
});
