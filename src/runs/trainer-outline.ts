import { isFields, type Fields } from "../plain/fields.ts";
import * as z from "zod";
import { deepestNesting, toRawValue } from "../experiment/raw-value.ts";
import { abilities } from "./other-trainer.ts";

const MOST_LATENTS = 65_536;
/** Every page of a run is sent its experiment, and lists are compared by it. */
const MOST_LETTERS = 100_000;

export const trainerSchema = z.looseObject({
  name: z.string().min(1).max(100),
  version: z.string().max(200).exactOptional(),
  can: z.array(z.enum(abilities)).max(100),
});

const outline = z.looseObject({
  name: z.string().max(200),
  steps: z.int().min(0),
  data: z.looseObject({ kind: z.string().min(1).max(100) }),
  latent: z.looseObject({
    size: z.int().min(1).max(MOST_LATENTS),
    distribution: z.enum(["normal", "uniform"]),
  }),
});

/** What is wrong with another trainer's run.json as far as its experiment goes; null where it will do. */
export function outlineProblem(experiment: unknown): string | null {
  if (toRawValue(experiment) === undefined) return `nested deeper than ${deepestNesting}`;
  if (JSON.stringify(experiment).length > MOST_LETTERS) return `longer than ${MOST_LETTERS} characters`;
  const issue = outline.safeParse(experiment).error?.issues[0];
  return issue === undefined ? null : `${issue.path.join(".")}: ${issue.message}`;
}

const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});

const nobody = "";

/** Keys of run.json that mean something in runs of our own alone. */
const ownAlone: readonly string[] = ["trial", "modules", "file"];

/**
 * run.json of another trainer with what only our own writes, so that whoever reads runs finds every key that it takes for
 * given: it is no branch, nothing of it is planned, and no plan tells how it is computed. Others' are given back as they are.
 */
export function completed(value: unknown): unknown {
  const info = fieldsOf(value);
  if (info["trainer"] === undefined) return value;
  const { name, seed = 0, device, experiment } = info;
  const { data, latent, ...config } = fieldsOf(experiment);
  const said = Object.entries(info).filter(([key]) => !ownAlone.includes(key));
  return {
    ...Object.fromEntries(said),
    seed,
    device: typeof device === "string" ? device : nobody,
    parent: null,
    versions: { pairingLab: nobody, node: nobody, onnxruntime: nobody, tfjs: nobody },
    plan: { device: nobody, threads: 0, graphOptimization: "all", stepsPerCall: 1 },
    commit: null,
    experiment: {
      name,
      seed,
      ...config,
      data,
      latent: { distribution: "normal", ...fieldsOf(latent) },
      schedule: [],
      record: { scalars: 0, samples: 0, evaluation: 0, checkpoint: 0 },
    },
  };
}
