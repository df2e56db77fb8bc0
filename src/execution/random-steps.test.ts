// Random graphs and random small training steps: after the rules they give what they give without them, the rules come to
// rest, and every rule has had its turn.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Graph } from "../compiler/graph.ts";
import { optimised } from "../compiler/optimise.ts";
import { record } from "../compiler/recording-backend.ts";
import { rewrite } from "../compiler/rewrite.ts";
import type { Rule } from "../compiler/rewrite.ts";
import { allRules, ruleGroups, type Lowering } from "../compiler/rules/index.ts";
import { randomGraph } from "../../test/compiled/random-graph.ts";
import { randomStep } from "../../test/compiled/random-step.ts";
import { assertSame, normalFeed } from "../../test/compiled/graph-values.ts";
import { byHand, trials } from "../../test/support/trials.ts";

const applied = new Map<string, number>();

/** The same rule, which counts how often it applies. */
const counted = (rule: Rule): Rule => ({
  ...rule,
  rewrite: (node, context) => {
    const to = rule.rewrite(node, context);
    if (to !== undefined && to !== node) applied.set(rule.name, (applied.get(rule.name) ?? 0) + 1);
    return to;
  },
});
const groupsOf = (lowering: Lowering) =>
  ruleGroups[lowering].map(group => ({ ...group, rules: group.rules.map(counted) }));
const groups = { processor: groupsOf("processor"), graphics: groupsOf("graphics") };

test("random graphs keep their values under some of the rules of any group", async () => {
  await trials(300, async draw => {
    const graph = new Graph();
    const plain = randomGraph(graph, draw);
    const some =
      draw.pick([...groups.processor, ...groups.graphics])?.rules.filter(() => draw.chance(0.6)) ?? [];
    await assertSame(plain, rewrite(plain, graph, some), normalFeed);
  });
});

test("random graphs keep their values under all rules", async () => {
  await trials(300, async draw => {
    const graph = new Graph();
    const outputs = randomGraph(graph, draw);
    await assertSame(outputs, optimised({ graph, outputs }, "fixed", groups.processor), normalFeed);
  });
});

test("random training steps give what they give without rules", async () => {
  await trials(200, async draw => {
    const { inputs, run } = randomStep(draw);
    const recording = record(inputs, run);
    await assertSame(recording.outputs, optimised(recording, "fixed", groups.processor), normalFeed);
  });
});

test("random graphs keep their values under all rules of a graphics card", async () => {
  await trials(150, async draw => {
    const graph = new Graph();
    const outputs = randomGraph(graph, draw);
    await assertSame(outputs, optimised({ graph, outputs }, "fixed", groups.graphics), normalFeed);
  });
});

test("random training steps give on a graphics card's words what they give without rules", async () => {
  await trials(60, async draw => {
    const { inputs, run } = randomStep(draw);
    const recording = record(inputs, run);
    await assertSame(recording.outputs, optimised(recording, "fixed", groups.graphics), normalFeed);
  });
});

test("every rule has had its turn", { skip: byHand && "the number of trials is another" }, () => {
  const idle = allRules.filter(({ name }) => !applied.has(name)).map(({ name }) => name);
  assert.deepEqual(idle, []);
});
