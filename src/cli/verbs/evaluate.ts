import { resolve } from "node:path";
import { blockPoints } from "../../measures/blocks.ts";
import { imageRetrieval, retrievalBounds, retrievalReference } from "../../measures/image-retrieval.ts";
import { PointsError, type Points } from "../../measures/points.ts";
import { prepareReal, quality } from "../../measures/quality.ts";
import { atOnce } from "../../measures/slices.ts";
import { plainText } from "../../plain/plain-text.ts";
import { measureTable, stepColumn } from "../drawing/measure-table.ts";
import { grouped, shortNumber } from "../drawing/numbers.ts";
import { UsageError } from "../failure.ts";
import { readPoints, refused } from "../input-file.ts";
import { printJson, printLines, sayLines, styleOf } from "../print.ts";
import { chosenCheckpoint } from "../run-choice.ts";
import { runsOption, type Call, type ExitCode, type Verb } from "../verb.ts";
import { withViewer } from "../with-viewer.ts";

const DEFAULT_NEIGHBOURS = 5;
const DEFAULT_SAMPLES = 2500;
const EVALUATION_TIMEOUT = 30 * 60_000;

export const evaluate: Verb = {
  name: "evaluate",
  group: "Generators",
  summary: "measure a checkpoint, another program's generator or pictures, or compare two files of points",
  positionals: ["RUN?"],
  usage: [
    "RUN [--step S]",
    "--real A.npy --fake B.npy [--neighbours K]",
    "--real DIR or FILE --fake-model G.onnx [--latents KIND] [--seed N]",
    "--real DIR or FILE --fake-folder DIR [--size N] [--channels 1 or 3]",
  ],
  options: {
    step: { value: "S", summary: "the checkpoint's step (default: the last)" },
    runs: runsOption,
    real: {
      value: "A",
      summary:
        "real points, [n, dims]; beside another program's samples a folder of pictures or IDX files, or a file",
    },
    fake: { value: "B.npy", summary: "generated points, [m, dims]" },
    "fake-model": { value: "G.onnx", summary: "another program's generator, latents to points or pictures" },
    "fake-folder": { value: "DIR", summary: "pictures that another program made" },
    samples: { value: "N", summary: `how many of each are compared at most (default: ${DEFAULT_SAMPLES})` },
    features: {
      value: "F",
      summary: "where pictures are compared: random (default), data, or a network as ONNX file",
    },
    latents: { value: "KIND", summary: "what G.onnx takes: normal (default) or uniform from -1 to 1" },
    seed: { value: "N", summary: "of the latents (default: 1)" },
    size: {
      value: "N",
      summary: "what pictures of --fake-folder are scaled to, like the real ones (default: 32)",
    },
    channels: { value: "1 or 3", summary: "grey or colour, of --fake-folder (default: 3)" },
    neighbours: { value: "K", summary: `k of the nearest-neighbour radii (default: ${DEFAULT_NEIGHBOURS})` },
  },
  details: [
    "A run is measured as at its own evaluations: quality and collapse, on held-out real samples. Two files give the measures of quality that need no modes, in double precision: those of neighbourhoods, with a strict <, and the Image Retrieval Score with its bounds.",
    "Another program's generator is measured as a run's: on held-out real samples, a fifth of the data or their own test set. G.onnx has one float32 input [n, size] or [n, size, 1, 1] and one float32 output: points [n, dims], or pictures [n, channels, height, width] or [n, height, width, channels] from -1 to 1. Pictures of a folder have no latents, so what asks for them is left out.",
  ],
  examples: [
    { line: "evaluate 2026-11", does: "the last checkpoint of the run whose id begins so" },
    {
      line: "evaluate --real real.npy --fake fake.npy --neighbours 3 --json",
      does: "two files, for programs",
    },
  ],
  run: call => {
    const files = [
      ...["real", "fake", "neighbours", "fake-model", "fake-folder"],
      ...["samples", "features", "latents", "seed", "size", "channels"],
    ].filter(name => call.given.text(name) !== undefined);
    const [run] = call.given.positionals;
    const foreign = foreignKinds.filter(name => call.given.text(name) !== undefined);
    if (run === undefined)
      return foreign[0] === undefined
        ? Promise.resolve(evaluateFiles(call))
        : evaluateForeign(call, foreign[0], foreign.length);
    if (files.length > 0)
      throw new UsageError(`either RUN or --real and --fake, not both: --${files[0] ?? ""} is for files`);
    return evaluateRun(call, run);
  },
};

async function evaluateRun(call: Call, run: string): Promise<ExitCode> {
  const checkpoint = await chosenCheckpoint(call, run);
  const measured = await withViewer(call.terminal, viewer =>
    viewer.call("evaluate", checkpoint, { timeout: EVALUATION_TIMEOUT }),
  );
  const { step, values, undefined: reasons } = measured;
  printJson(call, { run: checkpoint.run, step, measures: values, undefined: reasons });
  printLines(call, measureTable([stepColumn(measured)], styleOf(call)));
  return 0;
}

const foreignKinds = ["fake-model", "fake-folder"] as const;

/** The value of an option that has few of them. */
function oneOf<const Choice extends string>(
  call: Call,
  name: string,
  choices: readonly Choice[],
  usual: Choice,
): Choice {
  const typed = call.given.text(name);
  const found = typed === undefined ? usual : choices.find(choice => choice === typed);
  if (found === undefined) throw new UsageError(`--${name} ${typed ?? ""}: expected ${choices.join(" or ")}`);
  return found;
}

async function evaluateForeign(
  call: Call,
  which: (typeof foreignKinds)[number],
  kinds: number,
): Promise<ExitCode> {
  const { given, terminal } = call;
  const [fake, real] = [given.text(which) ?? "", given.text("real")];
  if (kinds > 1 || given.text("fake") !== undefined)
    throw new UsageError("--fake, --fake-model and --fake-folder exclude each other");
  if (real === undefined) throw new UsageError(`--real DIR or FILE is missing beside --${which}`);
  if (given.text("step") !== undefined) throw new UsageError("--step is for RUN, which is missing");
  const isModel = which === "fake-model";
  const idle = (isModel ? ["size", "channels"] : ["latents", "seed"]).find(
    name => given.text(name) !== undefined,
  );
  if (idle !== undefined)
    throw new UsageError(`--${idle} is for --${isModel ? "fake-folder" : "fake-model"}`);
  const absolute = (path: string) => resolve(terminal.cwd, path);
  const features = given.text("features") ?? "auto";
  const isName = ["auto", "data", "random"].includes(features);
  const wish = {
    real: absolute(real),
    fake: absolute(fake),
    kind: isModel ? "model" : "folder",
    latents: oneOf(call, "latents", ["normal", "uniform"], "normal"),
    seed: given.integer("seed") ?? 1,
    samples: given.integer("samples", { min: 2, max: 100_000 }) ?? DEFAULT_SAMPLES,
    neighbours: given.integer("neighbours", { min: 1, max: 1_000_000 }) ?? DEFAULT_NEIGHBOURS,
    features: isName ? features : absolute(features),
    size: given.integer("size", { min: 4, max: 256 }) ?? 32,
    channels: oneOf(call, "channels", ["1", "3"], "3") === "1" ? 1 : 3,
  } as const;
  const found = await withViewer(terminal, viewer =>
    viewer.call("evaluateForeign", wish, { timeout: EVALUATION_TIMEOUT }),
  );
  const { values, undefined: reasons, samples, notes } = found;
  printJson(call, {
    real,
    fake,
    samples,
    neighbours: wish.neighbours,
    measures: values,
    undefined: reasons,
    data: found.real,
    notes,
  });
  sayLines(terminal, ...notes.map(note => plainText(note)));
  printLines(call, [
    `Real: ${plainText(found.real)}; ${grouped(samples)} held-out samples beside as many generated ones`,
    ...measureTable([{ title: `k = ${wish.neighbours}`, values, undefined: reasons }], styleOf(call)),
  ]);
  return 0;
}

function evaluateFiles(call: Call): ExitCode {
  const real = call.given.text("real");
  const fake = call.given.text("fake");
  if (call.given.text("step") !== undefined) throw new UsageError("--step is for RUN, which is missing");
  if (real === undefined && fake === undefined)
    throw new UsageError("either RUN, or --real and --fake, must be given");
  if (real === undefined) throw new UsageError("--real A.npy is missing beside --fake");
  if (fake === undefined) throw new UsageError("--fake B.npy is missing beside --real");
  const neighbours = call.given.integer("neighbours", { min: 1, max: 1_000_000 }) ?? DEFAULT_NEIGHBOURS;
  const sets = { real: readPoints(real), fake: readPoints(fake) };
  if (sets.real.dims !== sets.fake.dims) {
    throw refused(
      fake,
      `its points have ${sets.fake.dims} dimensions, those of ${real} have ${sets.real.dims}`,
    );
  }
  const { values, bounds } = measured(
    { path: real, points: sets.real },
    { path: fake, points: sets.fake },
    neighbours,
  );
  const named = Object.entries(values).map(([tag, value]) => [tag.replace("quality/", ""), value] as const);
  printJson(call, { ...Object.fromEntries(named), irs_bounds: bounds });
  printLines(call, [
    ...measureTable([{ title: `k = ${neighbours}`, values, undefined: {} }], styleOf(call)),
    `IRS lies between ${bounds.map(shortNumber).join(" and ")} (95 %), as far as the draw of the points matters.`,
  ]);
  return 0;
}

interface NamedPoints {
  readonly path: string;
  readonly points: Points;
}

interface FileMeasures {
  readonly values: Readonly<Record<string, number>>;
  /** Between which values the Image Retrieval Score lies. */
  readonly bounds: readonly [number, number];
}

function measured(real: NamedPoints, fake: NamedPoints, neighbours: number): FileMeasures {
  for (const { path, points } of [real, fake]) {
    if (points.rows > neighbours) continue;
    throw refused(
      path,
      `${points.rows} points are too few; ${neighbours} neighbours need at least ${neighbours + 1}`,
    );
  }
  const naming = <T>({ path }: NamedPoints, work: () => T): T => {
    try {
      return work();
    } catch (error) {
      if (error instanceof PointsError) throw refused(path, error.message);
      throw error;
    }
  };
  const reference = naming(real, () => prepareReal(real.points, neighbours));
  const balls = naming(fake, () => quality(reference, fake.points));
  const halves = atOnce(retrievalReference(reference.points, fake.points.rows));
  // There are two points of either at least, since there is a neighbour.
  if ("reason" in halves) throw new Error(halves.reason);
  const retrieval = atOnce(imageRetrieval(halves, atOnce(blockPoints(fake.points))));
  return {
    values: { ...balls, "quality/irs": retrieval.score },
    bounds: retrievalBounds(halves, retrieval),
  };
}
