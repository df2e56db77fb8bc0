import assert from "node:assert/strict";
import { test } from "node:test";
import { focusedRows } from "./focused-rows.ts";

test("a key is about the row with the focus, or about the selection that it is part of", () => {
  const toggled = (selected: readonly string[], focus: string) =>
    selected.includes(focus) ? selected.filter(row => row !== focus) : [...selected, focus];
  const of = (selected: readonly string[], focus: string) => focusedRows(selected, toggled(selected, focus));
  assert.deepEqual(of([], "b"), ["b"]);
  assert.deepEqual(of(["a"], "b"), ["b"]);
  assert.deepEqual(of(["b"], "b"), ["b"]);
  assert.deepEqual(of(["a", "b"], "b"), ["a", "b"]);
  assert.deepEqual(of(["a", "b"], "c"), ["c"]);
});
