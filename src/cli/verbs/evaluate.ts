import { imageRetrieval, retrievalBounds, retrievalReference } from "../../measures/image-retrieval.ts";
import { PointsError, type Points } from "../../measures/points.ts";
import { prepareReal, quality } from "../../measures/quality.ts";
import { atOnce } from "../../measures/slices.ts";
import { measureTable, stepColumn } from "../drawing/measure-table.ts";
import { shortNumber } from "../drawing/numbers.ts";
import { UsageError } from "../failure.ts";
import { readPoints, refused } from "../input-file.ts";
import { printJson, printLines, styleOf } from "../print.ts";
import { chosenCheckpoint } from "../run-choice.ts";
import { runsOption, type Call, type ExitCode, type Verb } from "../verb.ts";
import { withViewer } from "../with-viewer.ts";

const DEFAULT_NEIGHBOURS = 5;
const EVALUATION_TIMEOUT = 30 * 60_000;

export const evaluate: Verb = {
  name: "evaluate",
  group: "Generators",
  summary: "measure a checkpoint, or compare two files of points",
  positionals: ["RUN?"],
  usage: ["RUN [--step S]", "--real A.npy --fake B.npy [--neighbours K]"],
  options: {
    step: { value: "S", summary: "the checkpoint's step (default: the last)" },
    runs: runsOption,
    real: { value: "A.npy", summary: "real points, [n, dims]" },
    fake: { value: "B.npy", summary: "generated points, [m, dims]" },
    neighbours: { value: "K", summary: `k of the nearest-neighbour radii (default: ${DEFAULT_NEIGHBOURS})` },
  },
  details: [
    "A run is measured as at its own evaluations: quality and collapse, on held-out real samples. Two files give the measures of quality that need no modes, in double precision: those of neighbourhoods, with a strict <, and the Image Retrieval Score with its bounds.",
  ],
  examples: [
    { line: "evaluate 2026-11", does: "the last checkpoint of the run whose id begins so" },
    {
      line: "evaluate --real real.npy --fake fake.npy --neighbours 3 --json",
      does: "two files, for programs",
    },
  ],
  run: call => {
    const files = ["real", "fake", "neighbours"].filter(name => call.given.text(name) !== undefined);
    const [run] = call.given.positionals;
    if (run === undefined) return Promise.resolve(evaluateFiles(call));
    if (files.length > 0)
      throw new UsageError(`either RUN or --real and --fake, not both: --${files[0] ?? ""} is for two files`);
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
  const halves = atOnce(retrievalReference(real.points, fake.points.rows));
  // There are two points of either at least, since there is a neighbour.
  if ("reason" in halves) throw new Error(halves.reason);
  const retrieval = atOnce(imageRetrieval(halves, fake.points));
  return {
    values: { ...balls, "quality/irs": retrieval.score },
    bounds: retrievalBounds(halves, retrieval),
  };
}
