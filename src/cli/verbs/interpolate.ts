import { MOST_ROWS, pathKinds } from "../../protocol/viewer-calls.ts";
import { grouped, shortNumber } from "../drawing/numbers.ts";
import type { Rgb } from "../../pictures/scatter.ts";
import { sparkline } from "../drawing/sparkline.ts";
import { UsageError } from "../failure.ts";
import { areImages, outputFile, writeSamples } from "../output-file.ts";
import { printJson, printLines } from "../print.ts";
import { chosenCheckpoint } from "../run-choice.ts";
import { runsOption, type Call, type Verb } from "../verb.ts";
import { withViewer } from "../with-viewer.ts";
import { drawnOf } from "./sample.ts";

const DEFAULT_COUNT = 64;
const REAL_COUNT = 2000;
const PROFILE_COLUMNS = 48;
/** Images of a path in a row. */
const STRIP = 16;

export const interpolate: Verb = {
  name: "interpolate",
  group: "Generators",
  summary: "write the path of samples between two probe latents",
  positionals: ["RUN"],
  options: {
    from: { value: "I", summary: "the number of the first probe latent, from 0" },
    to: { value: "J", summary: "the number of the last probe latent" },
    count: { value: "N", summary: `samples on the path, ends included (default: ${DEFAULT_COUNT})` },
    kind: { value: "KIND", summary: "slerp, the great circle (default), or lerp, the straight line" },
    step: { value: "S", summary: "the checkpoint's step (default: the last)" },
    out: {
      value: "FILE",
      summary:
        "FILE.npy ([count, dims], images [count, height, width, channels]) or FILE.png, FILE.svg or FILE.pdf (points blue to red over real ones in grey, images in rows of 16)",
    },
    runs: runsOption,
  },
  details: [
    "Also says how fast the sample moves along the path: a jump between modes is a peak, a stretch of latents that give one sample is a floor near 0.",
  ],
  examples: [{ line: "interpolate 2026-11 --from 0 --to 1 --out path.png", does: "a picture of the path" }],
  run: async call => {
    const out = outputFile(call);
    const params = { from: probe(call, "from"), to: probe(call, "to"), ...pathOf(call) };
    const [run = ""] = call.given.positionals;
    const checkpoint = await chosenCheckpoint(call, run);
    const { step, samples, t, moved } = await withViewer(call.terminal, async viewer => {
      const path = await viewer.call("interpolate", { ...checkpoint, ...params });
      const real =
        out.format !== "npy" && !areImages(path.samples)
          ? await viewer.call("real", { run: checkpoint.run, count: REAL_COUNT })
          : null;
      writeSamples(out, path.samples, real, { color: alongPath, radius: 3, opacity: 1, columns: STRIP });
      return path;
    });
    printJson(call, { run: checkpoint.run, step, ...params, shape: samples.shape, file: out.path, t, moved });
    const largest = Math.max(...moved);
    const at = t[moved.indexOf(largest)] ?? 0;
    printLines(call, [
      `${out.name}: ${params.path} from probe latent ${params.from} to ${params.to}, ${grouped(params.count)} samples of step ${grouped(step)}${drawnOf(samples.shape, out.format)}`,
      `speed  ${sparkline(binned(moved, PROFILE_COLUMNS), { max: largest > 0 ? largest : 1 })}  fastest at t = ${at.toFixed(2)}: ${shortNumber(largest)}, median ${shortNumber(median(moved))}`,
    ]);
    return 0;
  },
};

function probe({ given }: Call, name: "from" | "to"): number {
  const value = given.integer(name, { max: MOST_ROWS - 1 });
  if (value === undefined) throw new UsageError(`--${name} is missing: the number of a probe latent, from 0`);
  return value;
}

function pathOf({ given }: Call) {
  const typed = given.text("kind") ?? "slerp";
  const path = pathKinds.find(kind => kind === typed);
  if (path === undefined) throw new UsageError(`--kind must be slerp or lerp, not ${typed}`);
  return { path, count: given.integer("count", { min: 2, max: 10_000 }) ?? DEFAULT_COUNT };
}

/** From blue at the first sample to red at the last. */
function alongPath(row: number, rows: number): Rgb {
  const share = rows > 1 ? row / (rows - 1) : 0;
  return [31 + share * 183, 119 - share * 80, 180 - share * 140];
}

/** At most `count` values, each the largest of its stretch, so that no jump is lost. */
function binned(values: readonly number[], count: number): number[] {
  const bins = Math.min(count, values.length);
  return Array.from({ length: bins }, (_, i) =>
    Math.max(
      ...values.slice(Math.floor((i * values.length) / bins), Math.floor(((i + 1) * values.length) / bins)),
    ),
  );
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
