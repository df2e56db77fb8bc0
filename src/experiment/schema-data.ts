import * as z from "zod";
import { dataKinds } from "./catalog-data.ts";
import { listLimits } from "./catalog-training.ts";
import { kindsSchema } from "./schema-kinds.ts";
import { path } from "./schema-numbers.ts";

const normalize = z.boolean().default(true).meta({
  title: "Normalize",
  description:
    "Train on values of mean 0 and standard deviation 1 a dimension. Samples and measures stay in the data's own units.",
});

const columns = (description: string) =>
  z
    .array(
      z.union([
        z.string().min(1).max(1000),
        z
          .int()
          .min(0)
          .max(listLimits.columns - 1),
      ]),
    )
    .max(listLimits.columns)
    .default([])
    .meta({ title: "Columns", description });

const labelColumn = (named: string) =>
  z
    .string()
    .max(1000)
    .default("")
    .meta({
      title: "Labels",
      description: `The column that says which class a row belongs to: ${named}. It is no dimension. Empty: there is none.`,
    });

/** Where the real samples come from; `kind` decides which other keys there are. */
export const dataSchema = kindsSchema(dataKinds, {
  idx: {
    folder: z.string().max(4096).default("").meta({
      title: "Folder",
      description:
        "A folder of the MNIST family's four files (train-images-idx3-ubyte.gz and its like), such as /usr/share/datasets/fashion-mnist; the test images are held out. Instead of `images` and `labels`.",
    }),
    images: z.string().max(4096).default("").meta({
      title: "Images",
      description:
        "The IDX file of the images, such as train-images-idx3-ubyte.gz. Relative paths are relative to this file.",
    }),
    labels: z.string().max(4096).default("").meta({
      title: "Labels",
      description:
        "The IDX file of their labels, such as train-labels-idx1-ubyte.gz. Empty: there are none. Relative paths are relative to this file.",
    }),
  },
  cifar10: {
    folder: path("Folder", "The folder with data_batch_1.bin and its like."),
  },
  images: {
    folder: path("Folder", "The folder of PNG, JPEG and WebP files."),
    size: z
      .literal([28, 32, 64])
      .default(32)
      .meta({ title: "Size", description: "Height and width that images are scaled to.", unit: "pixels" }),
    channels: z
      .literal([1, 3])
      .default(3)
      .meta({ title: "Channels", description: "1 for grey, 3 for colour." }),
    labels: z.enum(["auto", "folders", "none"]).default("auto").meta({
      title: "Labels",
      description:
        "What the pictures' classes are. `folders`: the sub-folders, and a picture outside of them is refused; `auto`: the sub-folders where every picture lies in one; `none`: there are none.",
    }),
  },
  npy: {
    file: path(
      "File",
      "A .npy, .npz or .safetensors file with an array [n, dims]: n points of dims numbers.",
    ),
    array: z.string().max(1000).default("").meta({
      title: "Array",
      description: "The array's name in a .npz or .safetensors file. Empty: its only one.",
    }),
    normalize,
  },
  "npy-images": {
    file: path(
      "File",
      "A .npy, .npz or .safetensors file with an array [n, height, width], [n, height, width, channels] or [n, channels, height, width].",
    ),
    array: z.string().max(1000).default("").meta({
      title: "Array",
      description: "The name of the pictures' array in a .npz or .safetensors file. Empty: its only one.",
    }),
    labels: z.string().max(1000).default("").meta({
      title: "Labels",
      description:
        "The name of an array [n] in the same .npz file that has the pictures' classes, whole numbers from 0. Empty: there are none.",
    }),
  },
  csv: {
    file: path("File", "A .csv file: a row a point, with or without a header."),
    columns: columns(
      "The columns to use, in this order: names from the header, or numbers counted from 0. Empty: every column.",
    ),
    labels: labelColumn("its name in the header, or its number counted from 0"),
    separator: z.enum(["auto", ",", ";", "\t", " ", "|"]).default("auto").meta({
      title: "Separator",
      description: "What stands between two cells; `auto` finds out.",
    }),
    normalize,
  },
  parquet: {
    file: path("File", "A .parquet file: a row a point."),
    columns: columns(
      "The columns to use, in this order: their names, or numbers counted from 0. Empty: every column of numbers.",
    ),
    labels: labelColumn("its name, or its number counted from 0"),
    normalize,
  },
});
