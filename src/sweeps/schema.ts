import * as z from "zod";
import { measures, trainingScalars } from "../experiment/catalog.ts";
import type { NumberSpec } from "../experiment/number-spec.ts";
import { path, requiredNumber } from "../experiment/schema-numbers.ts";
import { trainingNumbers } from "../experiment/catalog-training.ts";

/** How much a sweep may hold: a plan of so many runs is still listed without lag. */
export const limits = { axes: 16, values: 1000, seeds: 1000, runs: 10_000, rungs: 20 } as const;

const finite = (title: string, description: string) => z.number().meta({ title, description });

const count: NumberSpec = {
  title: "Count",
  description: "How many values, both ends among them.",
  default: 5,
  minimum: 2,
  maximum: limits.values,
  integer: true,
};

const keep: NumberSpec = {
  title: "Keep",
  description: "The share of the configurations that go on at each step of `at`.",
  default: 0.5,
  minimum: 0.01,
  below: 1,
};

const rung: NumberSpec = { ...trainingNumbers.steps, title: "Step", description: "A step to decide at." };

const rangeSchema = z
  .strictObject({
    from: finite("From", "The first value."),
    to: finite("To", "The last value."),
    count: requiredNumber(count),
    scale: z.enum(["linear", "log"]).default("linear").meta({
      title: "Scale",
      description: "`linear`: equal distances; `log`: equal ratios, with both ends above 0.",
    }),
  })
  .meta({ title: "Range", description: "Values between two ends, rounded to six digits." });

const axisSchema = z
  .union([
    z
      .array(z.unknown().meta({ title: "Value", description: "A value that this key may have." }))
      .min(1)
      .max(limits.values),
    rangeSchema,
  ])
  .meta({
    title: "Axis",
    description: "The values of one key of the experiment: a list, or a range from, to, count, scale.",
  });

/** Tags of numbers that a sweep can compare. */
export const reportable = [...Object.keys(measures), ...Object.keys(trainingScalars)];

/** The measures that have a better side. */
export const judged = Object.entries(measures).flatMap(([tag, { better }]) =>
  better === "none" ? [] : [tag],
);

const halvingSchema = z
  .strictObject({
    measure: z.enum(judged).meta({ title: "Measure", description: "What decides: its mean over the seeds." }),
    keep: requiredNumber(keep),
    at: z
      .array(requiredNumber(rung))
      .min(1)
      .max(limits.rungs)
      .meta({ title: "At", description: "The steps at which the worst configurations stop, ascending." }),
  })
  .meta({
    title: "Successive halving",
    description: "Stops hopeless configurations early (Jamieson and Talwalkar 2016).",
  });

/** The sweep file: strict, but for what must fit the experiment (read.ts). */
export const sweepSchema = z
  .strictObject({
    experiment: path("Experiment", "The experiment that is varied, a `.gan.json` file."),
    axes: z.record(z.string().max(200), axisSchema).default({}).meta({
      title: "Axes",
      description: "What is varied: key paths of the experiment and their values, all with all.",
    }),
    seeds: z.array(requiredNumber(trainingNumbers.seed)).min(1).max(limits.seeds).optional().meta({
      title: "Seeds",
      description: "Every configuration is trained once a seed; without them, with the experiment's.",
    }),
    measures: z
      .array(z.enum(reportable))
      .min(1)
      .max(reportable.length)
      .optional()
      .meta({ title: "Measures", description: "What the report compares; without them, every measure." }),
    baseline: z.record(z.string().max(200), z.unknown()).optional().meta({
      title: "Baseline",
      description:
        "What a report compares with: values of axes by key path; without it, weight 0 where an axis is a weight, else the first value of the first axis.",
    }),
    halving: z
      .union([z.literal(false), halvingSchema])
      .default(false)
      .meta({ title: "Halving", description: "`false`, or how hopeless configurations are stopped early." }),
  })
  .meta({ title: "Pairing Lab sweep", description: "An experiment over axes of its keys and over seeds." });

export type SweepFile = z.output<typeof sweepSchema>;
export type Axis = SweepFile["axes"][string];
export type Range = z.output<typeof rangeSchema>;
export type Halving = z.output<typeof halvingSchema>;
