import { KEPT_RULE } from "../../protocol/kept-rule.ts";
import { pinCheckpoint } from "../../runs/pin-checkpoint.ts";
import { grouped } from "../drawing/numbers.ts";
import { UsageError } from "../failure.ts";
import { printJson, printLines } from "../print.ts";
import { chosenRun } from "../run-choice.ts";
import { runsOption, type Verb } from "../verb.ts";

export const pin: Verb = {
  name: "pin",
  group: "Runs",
  summary: "keep a checkpoint of a run whatever thinning says",
  positionals: ["RUN"],
  usage: ["RUN --step STEP [--remove]"],
  options: {
    step: { value: "STEP", summary: "the checkpoint's step (pairing-lab show RUN lists them)" },
    remove: { summary: "let it go: the next thinning treats it as any other" },
    runs: runsOption,
  },
  details: [`Kept are ${KEPT_RULE}.`],
  examples: [{ line: "pin 2026-11 --step 3000", does: "for a branch from there, some day" }],
  run: async call => {
    const [run = ""] = call.given.positionals;
    const step = call.given.integer("step");
    if (step === undefined) throw new UsageError("--step STEP is missing: the checkpoint's step");
    const folder = await chosenRun(call, run);
    const pinned = !call.given.flag("remove");
    pinCheckpoint(folder, step, pinned);
    printJson(call, { run: folder, step, pinned });
    printLines(call, [
      `The checkpoint of step ${grouped(step)} is ${pinned ? "pinned" : "not pinned any more"}.`,
    ]);
    return 0;
  },
};
