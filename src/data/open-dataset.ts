import type { DataKindName } from "../experiment/catalog.ts";
import type { Experiment } from "../experiment/schema.ts";
import type { Dataset } from "./dataset.ts";
import { checkFolders } from "./kinds/images.ts";
import type { DataOf } from "./kinds/data-of.ts";
import * as kinds from "./kinds/index.ts";
import type { OpenOptions } from "./open-options.ts";
import { folderReading } from "./picture-folder/folder-reading.ts";
import { listUsablePictures } from "./picture-folder/read-pictures.ts";

type Opened = Dataset | Promise<Dataset>;

const openers: { readonly [Kind in DataKindName]: (data: DataOf<Kind>, options: OpenOptions) => Opened } =
  kinds;

function open<Kind extends DataKindName>(
  data: { [K in Kind]: DataOf<K> }[Kind],
  options: OpenOptions,
): Opened {
  const opener: (data: DataOf<Kind>, options: OpenOptions) => Opened = openers[data.kind];
  return opener(data, options);
}

/**
 * Opens the data of an experiment; files (absolute paths) are read whole. A folder of pictures may take minutes the
 * first time. Throws DataError for files that cannot be used.
 */
export async function openDataset(
  data: Experiment["data"],
  options: OpenOptions = { progress: () => undefined },
): Promise<Dataset> {
  return await open(data, options);
}

/**
 * Shape of a sample and what was read of the files, once the data were found to be usable: they are opened, but for
 * pictures in a folder, which are only counted, since decoding them is the trainer's to do. Throws DataError.
 */
export async function checkData(data: Experiment["data"]): Promise<Pick<Dataset, "sampleShape" | "reading">> {
  if (data.kind !== "images") {
    const { sampleShape, reading } = await openDataset(data);
    return { sampleShape, reading };
  }
  const { size, channels, folder } = data;
  const list = await listUsablePictures(folder, data);
  const classes = checkFolders(
    data,
    list.files.map(({ name }) => name),
  );
  return {
    sampleShape: [size, size, channels],
    reading: folderReading(list, list.files.length, classes),
  };
}
