import assert from "node:assert/strict";
import { test } from "node:test";
import { applyEdits, parse } from "jsonc-parser";
import { addingEdits, placesOfValues } from "./add-values.ts";
import { axisValues } from "./axis-values.ts";
import type { Axis } from "./schema.ts";

const key = "pairing.weight";
const fileOf = (axis: string) => `{\n  // what is varied\n  "axes": {\n    "${key}": ${axis}\n  }\n}\n`;

/** The axis as the file has it once the values were added. */
function added(axis: string, ...values: readonly number[]): string {
  const text = fileOf(axis);
  const all = axisValues((parse(text) as { axes: Record<string, Axis> }).axes[key] ?? assert.fail());
  const after = applyEdits(text, addingEdits(text, { key, values, all }));
  const read = (parse(after) as { axes: Record<string, unknown> }).axes[key];
  assert.deepEqual(new Set(read as number[]), new Set([...all, ...values]));
  const places = placesOfValues(after, { key, values });
  assert.deepEqual(
    places.map(({ offset, length }) => Number(after.slice(offset, offset + length))).sort((a, b) => a - b),
    [...values].sort((a, b) => a - b),
  );
  const [head, tail] = fileOf("|")
    .split("|")
    .map(part => part.length);
  return after.slice(head, after.length - (tail ?? 0));
}

test("values come where the order of the others has them, in the list's own layout", () => {
  assert.equal(added("[0, 0.02, 0.2]", 2, 20), "[0, 0.02, 0.2, 2, 20]");
  assert.equal(added("[0, 0.02, 0.2]", 0.00632, 0.0632), "[0, 0.00632, 0.02, 0.0632, 0.2]");
  assert.equal(added("[0,0.02,0.2]", 0.1, 2), "[0,0.02,0.1,0.2,2]");
  assert.equal(added("[ 0.2, 0.02, 0.002 ]", 0.1, 0.001), "[ 0.2, 0.1, 0.02, 0.002, 0.001 ]");
  assert.equal(added("[0.5]", 1), "[0.5, 1]");
  assert.equal(added("[0, 1,]", 2), "[0, 1, 2,]");
  assert.equal(
    added("[\n      0,\n      0.2\n    ]", 0.1, 2),
    "[\n      0,\n      0.1,\n      0.2,\n      2\n    ]",
  );
  assert.equal(added("[\r\n  0,\r\n  1,\r\n]", 2), "[\r\n  0,\r\n  1,\r\n  2,\r\n]");
  assert.equal(added("[0,\n     1]", 0.5, 2), "[0,\n    0.5,\n     1, 2]");
});

test("none comes before the first, which everything may be compared with", () => {
  assert.equal(added("[2, 3, 4]", 1), "[2, 1, 3, 4]");
});

test("a comment stays with the value that it is of", () => {
  assert.equal(
    added("[\n  0, // plain\n  // strong, as [1] has it\n  0.2 // the paper's\n]", 0.1, 2),
    "[\n  0, // plain\n  0.1,\n  // strong, as [1] has it\n  0.2, // the paper's\n  2\n]",
  );
  assert.equal(added("[0 /* , */, 1 /* ] */]", 0.5, 2), "[0 /* , */, 0.5, 1, 2 /* ] */]");
  assert.equal(
    added("[\n  0, /* of\n  two lines */\n  1\n]", 0.5),
    "[\n  0, /* of\n  two lines */\n  0.5,\n  1\n]",
  );
});

test("a range becomes its list, with the range's comments", () => {
  assert.equal(
    added('{ "from": 0.001, "to": 0.1, "count": 3, "scale": "log" }', 1, 10),
    "[0.001, 0.01, 0.1, 1, 10]",
  );
  assert.equal(
    added('{\n      // decades\n      "from": 1, "to": 3, "count": 3 /* enough */ }', 4),
    "[\n      // decades\n      /* enough */\n      1, 2, 3, 4\n    ]",
  );
});

test("a text that has no such axis is left alone", () => {
  assert.deepEqual(addingEdits(fileOf("[0, 1]"), { key: "steps", values: [2], all: [] }), []);
  assert.deepEqual(addingEdits("{", { key, values: [2], all: [] }), []);
});
