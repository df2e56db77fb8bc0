import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { encodeNpy } from "../../src/formats/npy.ts";
import type { LatentMap, LatentPath } from "../../src/protocol/pictures.ts";
import type { ViewerCalls } from "../../src/protocol/viewer-calls.ts";
import { changeNotes } from "../../src/runs/notes.ts";
import { samplesFile } from "../../src/runs/samples.ts";
import { openRunForWriting } from "../../src/runs/run-writer.ts";
import type { Renderer } from "../../src/share/shared-pictures.ts";
import { checkpointOf, newRun, statusOf } from "./run-folder.ts";

export interface RecordedRun {
  readonly seed?: number;
  readonly weight?: number;
  /** Every so many steps something is recorded, up to step 8,000, as in the demo's run. */
  readonly scalars?: number;
  readonly samples?: number;
  readonly evaluations?: number;
  readonly checkpoints?: number;
  /** Somebody turns the pairing weight at step 4,000. */
  readonly turned?: boolean;
  readonly note?: string;
}

const LAST = 8000;
const COUNT = 1024;
const losses = ["loss/generator", "loss/discriminator", "loss/pairing", "score/real", "score/fake"];

/** Points of a ring that comes together as steps go on. */
function ringAt(step: number): Float32Array {
  const spread = 1.5 * (1 - step / LAST) + 0.02;
  return Float32Array.from({ length: 2 * COUNT }, (_, i) => {
    const row = i >> 1;
    const angle = (2 * Math.PI * (row % 8)) / 8;
    const away = spread * Math.sin(row * 12.9898 + (i & 1) * 4.1);
    return 2 * (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle)) + away;
  });
}

/** A run of the demo's length, done, with everything on record that a page shows. */
export async function recordedRun(
  runsFolder: string,
  {
    seed = 1,
    weight = 0.02,
    scalars = 10,
    samples = 100,
    evaluations = 500,
    checkpoints = 2000,
    turned = true,
    note = "",
  }: RecordedRun = {},
): Promise<string> {
  const folder = await newRun(runsFolder, [
    { key: "seed", value: seed },
    { key: "pairing.weight", value: weight },
    { key: "steps", value: LAST },
    { key: "record.checkpoint", value: checkpoints },
  ]);
  const writer = await openRunForWriting(folder);
  mkdirSync(dirname(samplesFile(folder, 0)), { recursive: true });
  const values = (step: number) => ({
    "quality/precision": 0.2 + (0.5 * step) / LAST + seed / 100,
    "quality/coverage": (0.7 * step) / LAST + weight + seed / 50,
    "collapse/latent_recovery": 0.5 - (0.4 * step) / LAST,
  });
  for (let step = 0; step <= LAST; step += scalars) {
    const wave = Math.sin(step / 30 + seed);
    writer.scalars(step, Object.fromEntries(losses.map((tag, i) => [tag, i + 0.3 * wave])));
    if (step % evaluations === 0) {
      const undefined_ = { "collapse/mode_spread": "no mode has 10 high-quality samples" };
      writer.scalars(step, values(step));
      writer.evaluation({ step, values: values(step), undefined: undefined_ });
    }
    // Nobody reads it meanwhile: renaming each into its place takes longer than all the rest.
    if (step % samples === 0)
      writeFileSync(samplesFile(folder, step), encodeNpy({ shape: [COUNT, 2], data: ringAt(step) }));
    if (turned && step === 4000)
      writer.journal({
        step,
        kind: "intervention",
        do: "set",
        key: "pairing.weight",
        from: weight,
        to: 0.05,
        by: "me",
      });
    if (step % checkpoints === 0) writer.checkpoint(step, checkpointOf(step));
  }
  writer.status(
    statusOf(LAST, {
      state: "done",
      steps: LAST,
      lastEvaluation: {
        step: LAST,
        values: values(LAST),
        undefined: { "collapse/mode_spread": "no mode has 10 high-quality samples" },
      },
    }),
  );
  writer.close();
  if (note !== "") changeNotes(folder, { what: "note", note });
  return folder;
}

type Answers = {
  readonly [M in "scene" | "path" | "latentMap"]: (
    params: ViewerCalls[M]["params"],
  ) => ViewerCalls[M]["result"];
};

const answers: Answers = {
  scene: ({ count }) => ({
    samples: {
      rows: count,
      dims: 2,
      data: Float32Array.from({ length: 2 * count }, (_, i) => ringAt(LAST)[i % (2 * COUNT)] ?? 0),
    },
    classes: null,
    modes: {
      count: 8,
      centers: Float64Array.from(
        { length: 16 },
        (_, i) => 2 * (i % 2 === 0 ? Math.cos : Math.sin)((Math.PI * (i >> 1)) / 4),
      ),
      std: new Float64Array(8).fill(0.02),
      weights: new Float64Array(8).fill(1 / 8),
    },
  }),
  path: ({ step, count, from, to, path }): LatentPath => ({
    step,
    from,
    to,
    path,
    t: Float64Array.from({ length: count }, (_, i) => i / (count - 1)),
    latents: Float32Array.from({ length: 2 * count }, (_, i) => i / count - 1),
    samples: { rows: count, dims: 2, data: ringAt(step).slice(0, 2 * count) },
    distances: new Float32Array(count - 1).fill(0.1),
    mode: Uint16Array.from({ length: count }, (_, i) => i % 8),
    sigmas: new Float32Array(count).fill(1),
  }),
  latentMap: ({ step, columns, rows }): LatentMap => ({
    step,
    columns,
    rows,
    extent: 3,
    axisX: Float32Array.of(1, 0),
    axisY: Float32Array.of(0, 1),
    samples: { rows: columns * rows, dims: 2, data: new Float32Array(2 * columns * rows).fill(1) },
    mode: Uint16Array.from({ length: columns * rows }, (_, i) => Math.floor((8 * (i % columns)) / columns)),
    sigmas: new Float32Array(columns * rows).fill(1),
    stretch: new Float32Array(columns * rows).fill(1),
    shares: new Float64Array(8).fill(1 / 8),
  }),
};

/** Answers as the viewer would, of runs whose checkpoints hold no network. */
export const madeUpViewer: NonNullable<Renderer> = {
  call: (method, params) => {
    const answer: unknown = Object.hasOwn(answers, method)
      ? (answers as unknown as Record<string, (asked: unknown) => unknown>)[method]?.(params)
      : undefined;
    return answer === undefined
      ? Promise.reject(new Error(`nobody is asked for ${method}`))
      : Promise.resolve(answer as never);
  },
};
