// The timing of a device: `node dist/timing.js`, which reads `{ experiment, options }` as JSON from standard input, trains some
// steps that nobody keeps, and says steps a second on its last line. What fails ends it with exit code 1.
import { text } from "node:stream/consumers";
import { openDataset } from "../data/open-dataset.ts";
import type { ExecutorOptions } from "../execution/executor.ts";
import { openExecutor } from "../execution/open-executor.ts";
import type { ExecutionPlan } from "../experiment/execution-plan.ts";
import { initialKnobs } from "../experiment/knobs.ts";
import { changeExperiment } from "../experiment/read.ts";
import type { Experiment } from "../experiment/schema.ts";
import { buildModel } from "./model.ts";
import { Programs } from "./programs.ts";
import { startingState } from "./step.ts";
import { variantAt } from "./variant.ts";

/** As long as this is trained after the first call, which prepares. */
const MEASURED_MS = 1000;

const { experiment: given, options } = JSON.parse(await text(process.stdin)) as {
  readonly experiment: Experiment;
  readonly options: ExecutionPlan & ExecutorOptions;
};
const experiment = changeExperiment(given, "the experiment that is timed");
const dataset = await openDataset(experiment.data);
const model = buildModel(experiment, dataset.sampleShape);
const executor = await openExecutor(options);
executor.put(startingState(model, experiment.seed));
const programs = new Programs(model, dataset, executor, experiment.seed, options.stepsPerCall);
const knobs = initialKnobs(experiment);
const variant = variantAt(experiment, knobs, 1);
const call = (first: number) => programs.run(variant, first, options.stepsPerCall, () => knobs);
let done = 0;
for (; done < 2 * options.stepsPerCall; done += options.stepsPerCall) await call(done + 1);
const warm = done;
const began = performance.now();
let elapsed = 0;
while (elapsed < MEASURED_MS) {
  await call(done + 1);
  done += options.stepsPerCall;
  elapsed = performance.now() - began;
}
const speed = ((done - warm) * 1000) / elapsed;
process.stdout.write(`${speed}\n`, () => process.exit(0));
