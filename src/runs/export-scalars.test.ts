import assert from "node:assert/strict";
import { test } from "node:test";
import { scalarsCsv, scalarsJsonLines } from "./export-scalars.ts";

const scalars = new Map([
  [
    "loss",
    [
      { step: 0, value: 2 },
      { step: 10, value: NaN },
    ],
  ],
  ['a "b", c', [{ step: 5, value: -0.5 }]],
]);

test("scalars as CSV and as JSON lines: a line a point, by tag and step", () => {
  assert.equal(scalarsCsv(scalars), 'tag,step,value\n"a ""b"", c",5,-0.5\nloss,0,2\nloss,10,NaN\n');
  assert.equal(
    scalarsJsonLines(scalars),
    '{"tag":"a \\"b\\", c","step":5,"value":-0.5}\n{"tag":"loss","step":0,"value":2}\n{"tag":"loss","step":10,"value":null}\n',
  );
  assert.equal(scalarsJsonLines(new Map()), "");
});
