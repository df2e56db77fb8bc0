import type { StoredArray } from "../../formats/element-types.ts";
import { readArrayFile } from "../array-file.ts";
import { DataError } from "../data-error.ts";
import type { Dataset } from "../dataset.ts";
import { imageLimits } from "../image-limits.ts";
import type { ImageLabels, ImageTable } from "../image-table.ts";
import { imagesDataset } from "../images-dataset.ts";
import { otherArrays, pictureReading } from "../reading.ts";
import type { DataOf } from "./data-of.ts";

interface Layout {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Whether the channels come before the rows of a picture, as PyTorch has them. */
  readonly channelsFirst: boolean;
}

const isChannels = (length: number | undefined) => length === 1 || length === 3;

/** Which dimension is which; the last has the channels where both may. Throws DataError. */
function layoutOf(file: string, shape: readonly number[]): Layout {
  const [count = 0, second = 0, third = 0, fourth] = shape;
  const layout =
    shape.length === 3
      ? { count, height: second, width: third, channels: 1, channelsFirst: false }
      : shape.length === 4 && isChannels(fourth)
        ? { count, height: second, width: third, channels: fourth, channelsFirst: false }
        : shape.length === 4 && isChannels(second)
          ? { count, height: third, width: fourth ?? 0, channels: second, channelsFirst: true }
          : null;
  if (layout === null)
    throw new DataError(
      file,
      `the array has the shape [${shape.join(", ")}]; pictures are [n, height, width], [n, height, width, channels] or [n, channels, height, width] with 1 or 3 channels`,
    );
  const { height, width } = layout;
  const { side, count: fewest, bytes } = imageLimits;
  if (height < 1 || width < 1 || height > side || width > side)
    throw new DataError(file, `the images are ${height} x ${width}; at most ${side} x ${side} are allowed`);
  if (count < fewest) throw new DataError(file, `there are ${count} images; at least ${fewest} are needed`);
  if (count * height * width * layout.channels > bytes)
    throw new DataError(file, `the images have more than ${bytes} values: use a part of them`);
  return layout;
}

/** How numbers become bytes: value * by + add. */
interface Scale {
  readonly by: number;
  readonly add: number;
  readonly words: string | null;
}

/** By the range that the numbers have. Throws DataError where it is none that pictures have. */
function scaleOf(file: string, data: StoredArray["data"]): Scale {
  if (data instanceof Uint8Array) return { by: 1, add: 0, words: null };
  let [lowest, highest] = [Infinity, -Infinity];
  for (const value of data) {
    if (!Number.isFinite(value))
      throw new DataError(file, `a picture has the value ${value}; every number must be finite`);
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  if (lowest >= 0 && highest <= 1) return { by: 255, add: 0, words: "values from 0 to 1" };
  if (lowest >= -1 && highest <= 1) return { by: 127.5, add: 127.5, words: "values from -1 to 1" };
  if (lowest >= 0 && highest <= 255) return { by: 1, add: 0, words: "values from 0 to 255" };
  throw new DataError(
    file,
    `the pictures have values from ${lowest.toPrecision(3)} to ${highest.toPrecision(3)}; expected 0 to 255, 0 to 1 or -1 to 1`,
  );
}

/** [count, height, width, channels] of 8 bits. */
function pixelsOf(
  data: StoredArray["data"],
  { count, height, width, channels, channelsFirst }: Layout,
  { by, add }: Scale,
) {
  if (data instanceof Uint8Array && !channelsFirst) return data;
  const pixels = new Uint8Array(data.length);
  const area = height * width;
  let from = 0;
  for (let picture = 0; picture < count; picture++)
    for (let plane = 0; plane < (channelsFirst ? channels : 1); plane++)
      for (let at = 0; at < (channelsFirst ? area : area * channels); at++) {
        const to = channelsFirst ? at * channels + plane : at;
        pixels[picture * area * channels + to] = Math.round((data[from++] ?? 0) * by + add);
      }
  return pixels;
}

/** The classes of the pictures. Throws DataError. */
function readLabels(file: string, array: string, count: number): ImageLabels {
  const { shape, data } = readArrayFile(file, array);
  if (data.length !== count)
    throw new DataError(file, `the labels have the shape [${shape.join(", ")}]; there are ${count} pictures`);
  const wrong = data.findIndex(value => !Number.isInteger(value) || value < 0 || value > 999);
  if (wrong >= 0)
    throw new DataError(
      file,
      `label ${wrong} (counted from 0) is ${data[wrong] ?? NaN}; labels are whole numbers from 0 to 999`,
      {
        row: wrong,
      },
    );
  const of = Uint16Array.from(data);
  return { of, classes: of.reduce((most, label) => Math.max(most, label), 0) + 1 };
}

/** Pictures of a file of arrays, with their labels where another array of it has them. */
export function npyImages({ file, array, labels }: DataOf<"npy-images">): Dataset {
  const { shape, data, others, after } = readArrayFile(file, array);
  const layout = layoutOf(file, shape);
  const scale = scaleOf(file, data);
  const { count, height, width, channels, channelsFirst } = layout;
  const table: ImageTable = { count, height, width, channels, pixels: pixelsOf(data, layout, scale) };
  const found = labels === "" ? null : readLabels(file, labels, count);
  const names = found === null ? null : Array.from({ length: found.classes }, (_, label) => String(label));
  return {
    ...imagesDataset(table, found && { labels: found, nameOf: String, classifier: "examples" }),
    reading: {
      ...pictureReading(count, names),
      asides: [
        ...(scale.words === null ? [] : [scale.words]),
        ...(channelsFirst ? ["channels before rows"] : []),
        ...otherArrays(
          others.filter(name => name !== labels),
          after,
        ),
      ],
    },
  };
}
