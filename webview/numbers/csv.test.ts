import assert from "node:assert/strict";
import { test } from "node:test";
import { toCsv } from "./csv.ts";

test("fields with commas, quotes and breaks are quoted, missing ones are empty", () => {
  assert.equal(
    toCsv(
      ["step", 'a "b"'],
      [
        [1, null],
        [2, "x,y\nz"],
      ],
    ),
    'step,"a ""b"""\n1,\n2,"x,y\nz"\n',
  );
});
