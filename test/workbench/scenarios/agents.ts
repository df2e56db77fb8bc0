import assert from "node:assert/strict";
import * as z from "zod";
import { steadyExperiment } from "../experiments.ts";
import { RunOnDisk } from "../run-on-disk.ts";
import { takePicture } from "../stage.ts";
import { ToolCaller } from "../tool-caller.ts";
import type { Scenarios } from "./scenario.ts";

const files = { "steady.gan.json": steadyExperiment("steady") };

const listing = z.object({
  total: z.number(),
  runs: z.array(z.object({ id: z.string(), state: z.string() })),
});
const branching = z.object({ from: z.number() });
const reading = z.object({
  experiment: z.object({ pairing: z.object({ weight: z.number() }) }),
  parent: z.object({ id: z.string(), step: z.number() }),
  checkpoints: z.array(z.number()),
});
const comparing = z.object({
  experiments: z.record(z.string(), z.array(z.unknown())),
  runs: z.array(
    z.object({
      measuredAt: z.number(),
      toBaseline: z.record(z.string(), z.union([z.number(), z.string()])).nullable(),
    }),
  ),
  note: z.string(),
});
const setting = z.object({ outcome: z.object({ kind: z.string(), to: z.number() }) });

export const agents: Scenarios = {
  "A language model lists, reads and compares runs; what it would change, the user is asked first, and it is on record":
    {
      options: { files },
      async play(stage) {
        const window = await stage.openWindow();
        await window.train("steady.gan.json", "steady");
        const run = await RunOnDisk.only(stage.runsFolder);
        await run.reaches(150);
        const tools = new ToolCaller(window, stage.workspace);
        const dialog = window.page.getByRole("dialog").filter({ hasText: "A language model asks for this" });

        const listed = listing.parse(await tools.answer("pairingLab_listRuns", {}));
        assert.deepEqual(listed, { total: 1, runs: [{ id: run.id, state: "training" }] });

        // A branch, asked for and granted.
        const knobs = [{ key: "pairing.weight", value: 0.1 }];
        await tools.call("pairingLab_branchRun", { run: run.id, step: 0, knobs, steps: 200 });
        await dialog.getByText(/Train a branch of "steady" \("[^"]+"\) from step 0\?/).waitFor();
        await dialog.getByText(/with pairing\.weight = 0\.1, up to step 200/).waitFor();
        assert.equal(RunOnDisk.list(stage.runsFolder).length, 1);
        await takePicture(window, "tool-confirmation");
        await dialog.getByRole("button", { name: "Yes" }).click();
        assert.deepEqual(branching.parse(await tools.heard()), { from: 0 });
        const branch = (await RunOnDisk.all(stage.runsFolder, 2)).find(({ id }) => id !== run.id);
        assert.ok(branch !== undefined);
        await branch.isIn("done");

        const read = reading.parse(await tools.answer("pairingLab_readRun", { run: branch.id }));
        assert.deepEqual([read.experiment.pairing.weight, read.parent], [0.1, { id: run.id, step: 0 }]);
        assert.ok(read.checkpoints.includes(200));
        const both = [run.id, branch.id];
        const compared = comparing.parse(await tools.answer("pairingLab_compareRuns", { runs: both }));
        assert.deepEqual(compared.experiments["pairing.weight"], [0.01, 0.1]);
        const [parent, tried] = compared.runs;
        assert.equal(parent?.toBaseline?.["quality/coverage"], 0);
        assert.equal(tried?.measuredAt, 200);
        // The parent trains on: what it measured last is mostly of a later step, and then nothing is compared.
        if (parent.measuredAt === 200) assert.ok("quality/coverage" in (tried.toBaseline ?? {}));
        else {
          assert.equal(tried.toBaseline, null);
          assert.match(compared.note, /not measured at the same step/);
        }

        // A knob, first refused by the user, then granted.
        const wanted = { run: run.id, key: "pairing.weight", value: 0.02 };
        await tools.call("pairingLab_setKnob", wanted);
        await dialog.getByText(`Set pairing.weight of "steady" ("${run.id}") to 0.02?`).waitFor();
        await dialog.getByRole("button", { name: "Cancel" }).click();
        await assert.rejects(tools.heard(), /Cancel/);
        await tools.call("pairingLab_setKnob", wanted);
        await dialog.getByText("It is 0.01 now.").waitFor();
        await dialog.getByRole("button", { name: "Yes" }).click();
        const { outcome } = setting.parse(await tools.heard());
        assert.deepEqual(outcome, { kind: "intervention", to: 0.02 });
        const set = run.journal.filter(({ key }) => key === "pairing.weight");
        assert.deepEqual(
          set.map(({ kind, from, to, by }) => [kind, from, to, by]),
          [["intervention", 0.01, 0.02, "language model"]],
        );
        // What cannot be is refused, and nobody is asked.
        await assert.rejects(
          tools.answer("pairingLab_setKnob", { ...wanted, key: "pairing.wait" }),
          /pairing\.weight/,
        );
      },
    },
};
