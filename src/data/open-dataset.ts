import type { Experiment } from "../experiment/schema.ts";
import type { Dataset } from "./dataset.ts";
import { datasets } from "./kinds/index.ts";

type Kinds = keyof typeof datasets;
type DataOfKind = { readonly [Kind in Kinds]: Parameters<(typeof datasets)[Kind]>[0] };

function isAvailable(data: Experiment["data"]): data is DataOfKind[Kinds] {
  return Object.hasOwn(datasets, data.kind);
}

function open<Kind extends Kinds>(
  data: { [K in Kind]: DataOfKind[K] & { readonly kind: K } }[Kind],
): Dataset | Promise<Dataset> {
  const opener: (data: DataOfKind[Kind]) => Dataset | Promise<Dataset> = datasets[data.kind];
  return opener(data);
}

/** Opens the data of an experiment; files (absolute paths) are read whole. Throws DataError for files that cannot be used. */
export async function openDataset(data: Experiment["data"]): Promise<Dataset> {
  if (!isAvailable(data))
    throw new Error(`data of the kind "${data.kind}" are not available in this version`);
  return await open(data);
}
