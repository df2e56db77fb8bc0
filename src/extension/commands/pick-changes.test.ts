import assert from "node:assert/strict";
import { test } from "node:test";
import { newStandIn } from "../../../test/support/vscode-stand-in.ts";
import { pickChanges } from "./pick-changes.ts";

const experiment = '{ "data": { "kind": "ring" }, "steps": 100 }';

/** The changes by their key; null where the person left. */
async function chosen() {
  const changes = await pickChanges(experiment, "e.gan.json");
  return changes === undefined ? null : Object.fromEntries(changes.map(({ key, value }) => [key, value]));
}

interface Shown {
  readonly items: readonly { readonly label: string; readonly detail?: string }[];
  type(text: string): void;
}

/** Answers each list by what is typed into it: the first row is taken, or the row of that label where nothing is typed. */
function picker(answers: readonly { readonly typed?: string; readonly label?: string }[]) {
  const window = newStandIn();
  const firsts: string[] = [];
  let at = 0;
  window.pick = (_, options) => {
    const list = options as Shown; // what is shown is the list itself
    const answer = answers[at++];
    if (answer === undefined) return undefined;
    if (answer.typed !== undefined) list.type(answer.typed);
    const [first] = list.items;
    firsts.push([first?.label, first?.detail].filter(text => text !== undefined).join(" | "));
    return answer.label === undefined
      ? first
      : list.items.find(({ label }) => label.endsWith(answer.label ?? ""));
  };
  return { window, firsts };
}

test("KEY=VALUE typed into the list of keys is one more row, and is taken without asking for the value", async () => {
  const { firsts } = picker([
    { typed: "pairing.weight=0.03" },
    { typed: "seed=7" },
    { label: "Train with 2 changes" },
  ]);
  assert.deepEqual(await chosen(), { "pairing.weight": 0.03, seed: 7 });
  assert.deepEqual(firsts.slice(0, 2), ["$(check) pairing.weight = 0.03", "$(check) seed = 7"]);
});

test("a setting that would be refused says why, and leads to the question for its value", async () => {
  const { window, firsts } = picker([{ typed: "pairing.weight=-1" }, { label: "Train with 1 change" }]);
  const asked: unknown[] = [];
  window.type = options => {
    asked.push((options as { readonly title: string }).title);
    return "0.01";
  };
  assert.deepEqual(await chosen(), { "pairing.weight": 0.01 });
  assert.match(firsts[0] ?? "", /^\$\(warning\) pairing\.weight = -1 \| found -1/);
  assert.deepEqual(asked, ["pairing.weight"]);
});

test("what is no setting adds no row, and leaving the list trains nothing", async () => {
  for (const typed of ["pairing", "=3", "weight"]) {
    const { firsts } = picker([{ typed }]);
    assert.equal(await chosen(), null, typed);
    assert.doesNotMatch(firsts[0] ?? "", /^\$\((check|warning)/);
  }
});
