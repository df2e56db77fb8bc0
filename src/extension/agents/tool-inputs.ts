import * as z from "zod";

const run = z.string().min(1).max(200).describe("The run's id as listed, or an unambiguous start of it.");
const key = z
  .string()
  .max(200)
  .describe("A knob by its key path, such as pairing.weight or optimizers.generator.learningRate.");
const value = z.number().describe("The knob's value.");

/** What each tool takes. The same schemas stand in the manifest and check what a model sends. */
export const toolInputs = {
  listRuns: z.strictObject({
    state: z
      .string()
      .max(20)
      .optional()
      .describe(
        "Only runs in this state: queued, starting, training, paused, done, stopped, failed or lost.",
      ),
    limit: z.int().min(1).max(200).optional().describe("The newest so many; 50 when left out."),
  }),
  readRun: z.strictObject({ run }),
  compareRuns: z.strictObject({
    runs: z.array(run).min(2).max(8).describe("The runs; the first is the baseline."),
  }),
  setKnob: z.strictObject({ run, key, value }),
  branchRun: z.strictObject({
    run,
    step: z
      .int()
      .min(0)
      .optional()
      .describe("A step that has a checkpoint, as read; the newest one when left out."),
    knobs: z
      .array(z.strictObject({ key, value }))
      .max(20)
      .optional()
      .describe("Knobs that the branch begins with; the parent's when left out."),
    steps: z.int().min(1).optional().describe("The last step to train to; the parent's plan when left out."),
    seed: z.int().min(0).optional().describe("Another stream of randomness; the parent's when left out."),
  }),
} as const;

export type ToolName = keyof typeof toolInputs;
export type ToolInput<Name extends ToolName> = z.infer<(typeof toolInputs)[Name]>;
