import assert from "node:assert/strict";
import { test } from "node:test";
import { startingWeight } from "../../src/experiment/starting-weight.ts";
import { chosenValue } from "../../study/cells.ts";
import { study } from "../../study/plan.ts";
import { readRows } from "../../study/rows.ts";

const rows = readRows("study/rows");

/** What the searches of `neighbour` chose beside a base, on points, in ascending order. */
const chosenBeside = (base: string): number[] =>
  Object.keys(study.regimes)
    .filter(regime => /-(weak|balanced)$/.test(regime))
    .flatMap(regime => {
      const value = chosenValue(study, { regime, base, addition: "neighbour" }, rows)?.value;
      return typeof value === "number" ? [value] : [];
    })
    .sort((a, b) => a - b);

for (const [name, base] of [
  ["plain", "gan"],
  ["smoothed", "r1"],
] as const)
  test(`the weight to begin with (${name}) is the median of what the study's searches chose beside ${base}`, () => {
    const chosen = chosenBeside(base);
    assert.ok(chosen.length >= 3, "there are fewer than three searches");
    const middle = [chosen[Math.floor((chosen.length - 1) / 2)], chosen[Math.ceil((chosen.length - 1) / 2)]];
    assert.ok(middle.includes(startingWeight[name]), `chosen were ${chosen.join(", ")}`);
  });
