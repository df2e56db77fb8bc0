import type { Dataset } from "../dataset.ts";
import type { ImageLabels } from "../image-table.ts";
import { imagesDataset } from "../images-dataset.ts";
import { folderReading } from "../picture-folder/folder-reading.ts";
import { readPictures, type Pictures } from "../picture-folder/read-pictures.ts";
import type { OpenOptions } from "../open-options.ts";
import type { DataOf } from "./data-of.ts";

/** Notices that name a file; the others are counted. */
const NAMED = 20;
const MOST_CLASSES = 1000;

function noticesOf({ problems, notKept }: Pictures): string[] {
  const named = problems
    .slice(0, NAMED)
    .map(({ name, problem }) => `the picture ${name} is left out: ${problem}`);
  const more = problems.length - named.length;
  if (more > 0) named.push(`${more} more pictures cannot be read and are left out`);
  if (notKept !== null)
    named.push(`the decoded pictures could not be kept, so the next start decodes them again (${notKept})`);
  return named;
}

/** Classes are the sub-folders, where every picture lies in one. */
function subFolders(names: readonly string[]): { classes: string[]; labels: ImageLabels } | null {
  const folders = names.map(name => name.slice(0, Math.max(0, name.indexOf("/"))));
  const classes = [...new Set(folders)].sort((a, b) => (a < b ? -1 : 1));
  if (classes.length < 2 || classes.length > MOST_CLASSES || classes.includes("")) return null;
  const place = new Map(classes.map((name, i) => [name, i]));
  const of = Uint16Array.from(folders, folder => place.get(folder) ?? 0);
  return { classes, labels: { of, classes: classes.length } };
}

/** A folder of pictures; each is cut to its centred square and scaled. */
export async function images(
  { folder, size, channels }: DataOf<"images">,
  options: OpenOptions,
): Promise<Dataset> {
  const pictures = await readPictures(folder, { size, channels }, options);
  const { names, pixels } = pictures;
  const found = subFolders(names);
  const table = { height: size, width: size, channels, count: names.length, pixels };
  return {
    ...imagesDataset(
      table,
      found === null
        ? null
        : { labels: found.labels, nameOf: label => found.classes[label] ?? "", classifier: null },
    ),
    reading: folderReading(pictures.list, names.length, found?.classes ?? null),
    notices: noticesOf(pictures),
  };
}
