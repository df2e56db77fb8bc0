import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { pipeline } from "node:stream/promises";
import { dataKinds, type FileKindName } from "../experiment/catalog-data.ts";
import type { Experiment } from "../experiment/schema.ts";
import { idxFiles } from "./idx-folder.ts";
import { cifar10Files } from "./cifar10-batches.ts";
import { DataError } from "./data-error.ts";
import { reasonOf } from "./data-file.ts";
import { listPictures } from "./picture-folder/list-pictures.ts";

/** SHA-256 of files' names and bytes, in hexadecimal. Rejects with DataError. */
export async function digestOfFiles(files: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const file of files) {
    hash.update(`${basename(file)}\0`);
    try {
      await pipeline(createReadStream(file), hash, { end: false });
    } catch (error) {
      throw new DataError(file, reasonOf(error));
    }
  }
  return hash.digest("hex");
}

type FileData = Extract<Experiment["data"], { readonly kind: FileKindName }>;

const fromFiles = (data: Experiment["data"]): data is FileData => dataKinds[data.kind].from === "files";

/**
 * SHA-256 of the files that an experiment's data come from, in hexadecimal; null where they come from none. Of a folder
 * of pictures it covers names and sizes alone: reading all would take longer than many a training. Throws DataError.
 */
export async function dataDigest(data: Experiment["data"]): Promise<string | null> {
  if (!fromFiles(data)) return null;
  switch (data.kind) {
    case "npy":
    case "npy-images":
    case "csv":
    case "parquet":
      return digestOfFiles([data.file]);
    case "idx":
      return digestOfFiles(
        data.images === ""
          ? idxFiles(data.folder)
          : [data.images, ...(data.labels === "" ? [] : [data.labels])],
      );
    case "cifar10":
      return digestOfFiles(cifar10Files(data.folder));
    case "images": {
      const hash = createHash("sha256");
      for (const { name, bytes } of (await listPictures(data.folder)).files)
        hash.update(`${name}\0${bytes}\n`);
      return hash.digest("hex");
    }
    default:
      return data satisfies never;
  }
}
