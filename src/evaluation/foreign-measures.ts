// The measures of samples of any other program, by the same rules as those of a run.
import { statSync } from "node:fs";
import { DataError } from "../data/data-error.ts";
import type { Dataset } from "../data/dataset.ts";
import { idxFiles } from "../data/idx-folder.ts";
import { openDataset } from "../data/open-dataset.ts";
import { toUnits } from "../data/real-images.ts";
import { readingText } from "../data/reading.ts";
import { openForeignGenerator } from "./foreign-generator.ts";
import { GeneratorMeasures, type Render } from "./generator-measures.ts";
import { readExperiment } from "../experiment/read.ts";
import type { Experiment } from "../experiment/schema.ts";
import { PointsError } from "../measures/points.ts";
import type { Measures } from "../measures/measured.ts";
import type { Between } from "./between.ts";

/** Samples of any other program, and the real ones beside which they are measured; absolute paths. */
export interface ForeignSamples {
  readonly real: string;
  readonly fake: string;
  /** A generator as an ONNX file, or a folder of pictures. */
  readonly kind: "model" | "folder";
  /** Of the generator's latents, which are drawn from this seed. */
  readonly latents: "normal" | "uniform";
  readonly seed: number;
  /** At most so many of each. */
  readonly samples: number;
  readonly neighbours: number;
  /** As evaluation.features of an experiment. */
  readonly features: string;
  /** What pictures of a folder are scaled to. */
  readonly size: number;
  readonly channels: 1 | 3;
}

export interface ForeignMeasures extends Measures {
  /** How many of each were compared. */
  readonly samples: number;
  /** What was read of the real data. */
  readonly real: string;
  /** What people should know: pictures that were left out. */
  readonly notes: readonly string[];
}

/** Measures that need the latents of the samples, or the generator itself. */
const ofLatents = new Set([
  "collapse/effective_rank",
  "collapse/log_condition",
  "collapse/distance_ratio_p05",
  "collapse/latent_recovery",
]);

interface Form {
  readonly size: number;
  readonly channels: 1 | 3;
}

/** The real data that a path names: a folder of pictures or of IDX files, or a file by its ending. */
function dataAt(path: string, form: Form, ofPictures: boolean): Experiment["data"] {
  const info = statSync(path, { throwIfNoEntry: false });
  if (info === undefined) throw new DataError(path, "there is no such file or folder");
  if (info.isDirectory())
    return idxFiles(path).length > 0
      ? { kind: "idx", folder: path, images: "", labels: "" }
      : picturesIn(path, form);
  if (/\.csv(\.gz)?$/i.test(path))
    return { kind: "csv", file: path, columns: [], labels: "", separator: "auto", normalize: false };
  if (/\.parquet$/i.test(path))
    return { kind: "parquet", file: path, columns: [], labels: "", normalize: false };
  if (/\.(npy|npz|safetensors)$/i.test(path))
    return ofPictures
      ? { kind: "npy-images", file: path, array: "", labels: "" }
      : { kind: "npy", file: path, array: "", normalize: false };
  return { kind: "idx", folder: "", images: path, labels: "" };
}

/** Other programs make pictures of any size; only what is trained here has one of three. */
const picturesIn = (folder: string, { size, channels }: Form): Experiment["data"] => ({
  kind: "images",
  folder,
  size: size as 32,
  channels,
  labels: "auto",
});

const formOf = (sampleShape: readonly number[]): Form | null => {
  const [height = 0, width = 0, channels = 0] = sampleShape;
  return sampleShape.length === 3 && height === width && (channels === 1 || channels === 3)
    ? { size: height, channels }
    : null;
};

const shown = (shape: readonly number[]) => `[${shape.join(", ")}]`;

interface Source {
  readonly sampleShape: readonly number[];
  readonly latentSize: number;
  /** Null: as many as are asked for. */
  readonly rows: number | null;
  readonly render: Render;
  readonly hasLatents: boolean;
  readonly notes: readonly string[];
  readonly close: () => Promise<void>;
}

/**
 * Measures a generator or pictures of another program as an evaluation of a run would: beside held-out real samples, a
 * fifth of the data (or their own test set). Rejects with DataError where something does not fit, with ExecutionError
 * where the runtime refuses the generator, and with what `between` throws.
 */
export async function foreignMeasures(wish: ForeignSamples, between: Between): Promise<ForeignMeasures> {
  const source = await (wish.kind === "model" ? modelSource(wish, between) : folderSource(wish));
  try {
    const form = formOf(source.sampleShape) ?? { size: wish.size, channels: wish.channels };
    const real = await openDataset(dataAt(wish.real, form, source.sampleShape.length === 3), {
      progress: () => undefined,
    });
    if (real.sampleShape.join() !== source.sampleShape.join())
      throw new DataError(
        wish.real,
        `its samples have the shape ${shown(real.sampleShape)}, the generated ones ${shown(source.sampleShape)}`,
      );
    return await measured(wish, source, real, between);
  } finally {
    await source.close();
  }
}

async function measured(
  wish: ForeignSamples,
  source: Source,
  real: Dataset,
  between: Between,
): Promise<ForeignMeasures> {
  const base = readExperiment('{ "data": { "kind": "ring" } }', "evaluate");
  const size = source.sampleShape.reduce((product, length) => product * length, 1);
  const heldOut = real.heldOutCentred(Math.min(wish.samples, source.rows ?? wish.samples)).length / size;
  const experiment: Experiment = {
    ...base,
    latent: { size: source.latentSize, distribution: wish.latents },
    evaluation: { samples: heldOut, neighbours: wish.neighbours, features: wish.features },
  };
  const measures = new GeneratorMeasures(experiment, wish.seed, real);
  try {
    const { values, undefined: reasons } = await measures.measure(source.render, between);
    const kept = <T>(all: Readonly<Record<string, T>>): Record<string, T> =>
      Object.fromEntries(Object.entries(all).filter(([tag]) => source.hasLatents || !ofLatents.has(tag)));
    return {
      values: kept(values),
      undefined: kept(reasons),
      samples: heldOut,
      real: real.reading === null ? "" : readingText(real.reading),
      notes: [...source.notes, ...real.notices],
    };
  } catch (error) {
    if (error instanceof PointsError) throw new DataError(wish.fake, error.message);
    throw error;
  } finally {
    await measures.close();
  }
}

/** Pictures are measured from -1 to 1: refuses others, and gives what people should know. */
function checkRange(file: string, samples: Float32Array): string | null {
  let [lowest, highest] = [Infinity, -Infinity];
  for (const value of samples) {
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  if (lowest < -1.01 || highest > 1.01)
    throw new DataError(
      file,
      `its pictures have values from ${lowest.toPrecision(3)} to ${highest.toPrecision(3)}; expected -1 to 1: put the scaling into the network that is exported`,
    );
  return lowest >= 0
    ? `its pictures have no value below 0, of -1 (black) to 1 (white): where 0 is black, export 2 * picture - 1`
    : null;
}

async function modelSource({ fake }: ForeignSamples, between: Between): Promise<Source> {
  const generator = await openForeignGenerator(fake);
  const isPictures = generator.sampleShape.length === 3;
  let isChecked = false;
  const notes: string[] = [];
  return {
    ...generator,
    rows: null,
    hasLatents: true,
    notes,
    async render(latents, rows) {
      const samples = await generator.render(latents, rows, between);
      const note = isPictures && !isChecked ? checkRange(fake, samples) : null;
      if (note !== null) notes.push(note);
      isChecked = true;
      return samples;
    },
  };
}

/** A folder of pictures has no latents: what asks for samples gets those, what asks for others nothing that is used. */
async function folderSource({ fake, size, channels }: ForeignSamples): Promise<Source> {
  const found = await openDataset(picturesIn(fake, { size, channels }));
  const { images } = found;
  if (images === null) throw new DataError(fake, "there are no pictures");
  const [heldOut, training] = [images.heldOut.count, images.training.count];
  const [rows, length] = [heldOut + training, size * size * channels];
  const all = new Float32Array(rows * length);
  toUnits(images.heldOut.read(0, heldOut), all);
  toUnits(images.training.read(0, training), all, heldOut * length);
  let isFirst = true;
  return {
    sampleShape: [size, size, channels],
    latentSize: 1,
    rows,
    hasLatents: false,
    notes: found.notices,
    render(_, count) {
      const samples = isFirst ? all.slice(0, count * length) : new Float32Array(count * length);
      isFirst = false;
      return Promise.resolve(samples);
    },
    close: () => Promise.resolve(),
  };
}
