import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fewestRuns } from "../statistics/relabelling.ts";
import { usualBaseline } from "./baseline.ts";
import { readSweepFile } from "./read.ts";
import { pointKey, pointsOf } from "./sweep.ts";

for (const name of readdirSync("examples").filter(name => name.endsWith(".sweep.json")))
  test(`examples/${name} has as many seeds as a difference takes that can be told from chance, and no more`, () => {
    const sweep = readSweepFile(join("examples", name));
    const baseline = sweep.baseline ?? usualBaseline(sweep.axes);
    const compared = pointsOf(sweep).filter(
      point => pointKey(sweep, point) !== pointKey(sweep, { ...point, ...baseline }),
    );
    assert.equal(sweep.seeds.length, fewestRuns(compared.length));
  });
