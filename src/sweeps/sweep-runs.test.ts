import assert from "node:assert/strict";
import { test } from "node:test";
import type { RunListing } from "../runs/list.ts";
import { runsOfSweep } from "./sweep-runs.ts";

const sweep = {
  name: "kinds",
  experiment: {},
  axes: [
    { key: "pairing.kind", values: ["neighbour", "msgan"] },
    { key: "pairing.weight", values: [0, 0.1] },
  ],
};

/** As much of a run as tells where it belongs. */
function listed(id: string, kind: string, weight: number): RunListing {
  const point = { "pairing.kind": kind, "pairing.weight": weight };
  return { kind: "run", info: { id, sweep: { name: "kinds", point, seed: 1 } } } as unknown as RunListing;
}

const idsOf = (listings: readonly RunListing[]) =>
  [...runsOfSweep(sweep, listings).values()].map(({ info }) => info.id);

test("of runs that trained the same bytes one counts: the one of the plan's own values, else the newest", () => {
  const both = [listed("b", "msgan", 0), listed("a", "neighbour", 0), listed("c", "msgan", 0.1)];
  assert.deepEqual(idsOf(both), ["a", "c"]);
  assert.deepEqual(idsOf(both.toReversed()), ["c", "a"]);
  assert.deepEqual(idsOf([listed("newer", "msgan", 0), listed("older", "msgan", 0)]), ["newer"]);
});
