import { join } from "node:path";
import type { Dataset } from "../data/dataset.ts";
import { checkFolders } from "../data/kinds/images.ts";
import { openDataset } from "../data/open-dataset.ts";
import { decodeInThreads } from "../data/picture-folder/decoder-pool.ts";
import { bytesOf } from "../data/picture-folder/decoded.ts";
import { listUsablePictures } from "../data/picture-folder/read-pictures.ts";
import { toUnits } from "../data/real-images.ts";
import type { Experiment } from "../experiment/schema.ts";

/** Some of an experiment's real samples. */
export interface DataPreview {
  /** [n, ...sample] */
  readonly shape: readonly number[];
  /** In the data's own units; of images -1 to 1. */
  readonly data: Float32Array;
  /** The class of each; null where they have none. */
  readonly labels: readonly number[] | null;
  /** What the classes are called, by their number. */
  readonly classes: readonly string[];
}

const POINTS = 2000;
/** So many classes are shown, and so many images of each; as many in all where there are no classes. */
const CLASSES = 16;
const OF_A_CLASS = 12;
const IMAGES = 96;

/** Reads what shows an experiment's data; of a folder no more pictures than are shown. Rejects with DataError. */
export const dataPreview = async (data: Experiment["data"]): Promise<DataPreview> =>
  data.kind === "images" ? ofFolder(data) : ofDataset(await openDataset(data));

/** Which of so many are shown: of labelled ones so many of each class, else the first. */
function chosen(count: number, labelOf: ((i: number) => number) | null): number[] {
  if (labelOf === null) return Array.from({ length: Math.min(count, IMAGES) }, (_, i) => i);
  const taken = new Array<number>(CLASSES).fill(0);
  const places: number[] = [];
  for (let i = 0; i < count; i++) {
    const label = labelOf(i);
    const before = taken[label];
    if (before === undefined || before === OF_A_CLASS) continue;
    taken[label] = before + 1;
    places.push(i);
  }
  return places;
}

const elementsOf = (shape: readonly number[]) => shape.reduce((product, side) => product * side, 1);

function ofDataset(dataset: Dataset): DataPreview {
  const { sampleShape, images, classes, examples } = dataset;
  const names = Array.from({ length: classes?.count ?? 0 }, (_, label) => classes?.nameOf(label) ?? "");
  if (images === null) {
    const data = dataset.heldOut(POINTS);
    const count = data.length / elementsOf(sampleShape);
    const labels = examples === null ? null : Array.from({ length: count }, (_, i) => examples.heldOutLabelOf(i)); // prettier-ignore
    return { shape: [count, ...sampleShape], data, labels, classes: names };
  }
  const { count, labelOf, read, shape } = images.heldOut;
  const places = chosen(count, labelOf);
  const size = elementsOf(shape);
  const data = new Float32Array(places.length * size);
  places.forEach((place, to) => {
    toUnits(read(place, 1), data, to * size);
  });
  return {
    shape: [places.length, ...shape],
    data,
    labels: labelOf === null ? null : places.map(labelOf),
    classes: names,
  };
}

async function ofFolder(data: Extract<Experiment["data"], { kind: "images" }>): Promise<DataPreview> {
  const { folder, size, channels } = data;
  const names = (await listUsablePictures(folder, data)).files.map(({ name }) => name);
  const classes = checkFolders(data, names);
  const place = new Map(classes?.map((name, label) => [name, label]));
  const labelOf = (i: number) => place.get(names[i]?.split("/")[0] ?? "") ?? 0;
  const places = chosen(names.length, classes === null ? null : labelOf);
  const files = places.map(i => join(folder, names[i] ?? ""));
  const { pixels, problems } = await decodeInThreads(files, data, () => undefined);
  const readable = places.flatMap((_, i) => ((problems[i] ?? null) === null ? [i] : []));
  const bytes = bytesOf(data);
  const units = new Float32Array(readable.length * bytes);
  readable.forEach((from, to) => {
    toUnits(pixels.subarray(from * bytes, (from + 1) * bytes), units, to * bytes);
  });
  return {
    shape: [readable.length, size, size, channels],
    data: units,
    labels: classes === null ? null : readable.map(i => labelOf(places[i] ?? 0)),
    classes: classes ?? [],
  };
}
