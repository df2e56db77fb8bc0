import assert from "node:assert/strict";
import { test } from "node:test";
import { problemRange } from "./problem-range.ts";

const lines = [`{`, `  "radius": -2.5e3, "name": "a \\"b\\" c"`, `}`];
const underlined = (line?: number, column?: number) => {
  const range = problemRange(lines, line, column);
  return lines[range.line]?.slice(range.start, range.end);
};

test("a key, a number, a text or a brace is underlined as a whole; without a place, the first line", () => {
  assert.equal(underlined(2, 3), `"radius"`);
  assert.equal(underlined(2, 13), `-2.5e3`);
  assert.equal(underlined(2, 29), `"a \\"b\\" c"`);
  assert.equal(underlined(1, 1), "{");
  assert.equal(underlined(), "{");
  assert.equal(underlined(99, 99), "");
});
