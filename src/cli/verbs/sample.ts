import { domainOf } from "../../experiment/defaults.ts";
import { MOST_ROWS, type LatentChoice } from "../../protocol/viewer-calls.ts";
import { readRunInfo } from "../../runs/run-info.ts";
import { grouped } from "../drawing/numbers.ts";
import { UsageError } from "../failure.ts";
import { areImages, outputFile, writeSamples, type OutputFormat } from "../output-file.ts";
import { readPoints, refused } from "../input-file.ts";
import { printJson, printLines } from "../print.ts";
import { chosenCheckpoint } from "../run-choice.ts";
import { runsOption, type Call, type Verb } from "../verb.ts";
import { withViewer } from "../with-viewer.ts";

/** As many as a run's samples/ have. */
const DEFAULT_COUNTS = { points: 1024, images: 96 } as const;
const REAL_COUNT = 2000;
const GENERATED = [31, 119, 180] as const;
const RENDER_TIMEOUT = 10 * 60_000;

export const sample: Verb = {
  name: "sample",
  group: "Generators",
  summary: "write a generator's output to a .npy file or a picture (.png, .svg, .pdf)",
  positionals: ["RUN"],
  options: {
    out: {
      value: "FILE",
      summary:
        "FILE.npy (float32, [n, dims] in the data's own units, images [n, height, width, channels] in -1..1) or FILE.png, FILE.svg or FILE.pdf (points over real ones in grey, images in a grid)",
    },
    step: { value: "S", summary: "the checkpoint's step (default: the last)" },
    count: {
      value: "N",
      summary: `how many samples (default: ${DEFAULT_COUNTS.points} points, ${DEFAULT_COUNTS.images} images)`,
    },
    seed: {
      value: "N",
      summary: "draw latents of this seed (default: the probe latents, as in the run's samples/)",
    },
    latents: { value: "FILE.npy", summary: "take these latents, [n, latent size]" },
    runs: runsOption,
  },
  examples: [
    { line: "sample 2026-11 --out samples.png", does: "a picture of the last checkpoint's samples" },
    {
      line: "sample runs/RUN --step 1000 --count 10000 --seed 3 --out samples.npy",
      does: "10,000 fresh samples for numpy.load",
    },
  ],
  run: async call => {
    const out = outputFile(call);
    const latentsOf = latentChoice(call);
    const [run = ""] = call.given.positionals;
    const checkpoint = await chosenCheckpoint(call, run);
    const { data } = readRunInfo(checkpoint.run).experiment;
    const latents = latentsOf(DEFAULT_COUNTS[domainOf(data)]);
    const { step, samples } = await withViewer(call.terminal, async viewer => {
      const rendering = await viewer.call("render", { ...checkpoint, latents }, { timeout: RENDER_TIMEOUT });
      const real =
        out.format !== "npy" && !areImages(rendering.samples)
          ? await viewer.call("real", { run: checkpoint.run, count: REAL_COUNT })
          : null;
      writeSamples(out, rendering.samples, real, { color: () => GENERATED, radius: 2, opacity: 0.6 });
      return rendering;
    });
    const count = samples.shape[0] ?? 0;
    printJson(call, { run: checkpoint.run, step, shape: samples.shape, file: out.path });
    printLines(call, [
      `${out.name}: ${grouped(count)} samples of step ${grouped(step)}${drawnOf(samples.shape, out.format)}`,
    ]);
    return 0;
  },
};

/** A picture shows two dimensions; of more, it says so. */
export function drawnOf(shape: readonly number[], format: OutputFormat): string {
  const [, dims = 0, ...others] = shape;
  return format !== "npy" && dims > 2 && others.length === 0 ? `, the first 2 of ${dims} dimensions` : "";
}

/** The latents that the command asks for, once it is known how many there are where it does not say. */
function latentChoice({ given }: Call): (defaultCount: number) => LatentChoice {
  const file = given.text("latents");
  const count = given.integer("count", { min: 1, max: MOST_ROWS });
  const seed = given.integer("seed");
  if (file === undefined) {
    return defaultCount =>
      seed === undefined
        ? { kind: "probe", count: count ?? defaultCount }
        : { kind: "random", seed, count: count ?? defaultCount };
  }
  if (count !== undefined || seed !== undefined) {
    throw new UsageError(
      `--latents says which latents; --${count !== undefined ? "count" : "seed"} cannot be given beside it`,
    );
  }
  const { data, rows, dims } = readPoints(file);
  if (rows === 0 || dims === 0) throw refused(file, "there are no latents in it");
  if (rows > MOST_ROWS)
    throw refused(file, `${grouped(rows)} latents are more than the ${grouped(MOST_ROWS)} of one call`);
  const latents = Float32Array.from(data);
  const bad = latents.findIndex(value => !Number.isFinite(value));
  if (bad >= 0) {
    throw refused(
      file,
      `row ${Math.floor(bad / dims)} (counted from 0) holds ${String(data[bad])}; expected finite float32 numbers`,
    );
  }
  return () => ({ kind: "given", size: dims, data: latents });
}
