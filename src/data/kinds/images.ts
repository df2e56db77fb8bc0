import { DataError } from "../data-error.ts";
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

type Labelling = DataOf<"images">["labels"];

/** Classes are the first folders of the pictures' paths. Throws DataError where there must be some and are none. */
function subFolders(
  names: readonly string[],
  folder: string,
  labels: Labelling,
): { classes: string[]; labels: ImageLabels } | null {
  if (labels === "none") return null;
  const folders = names.map(name => name.slice(0, Math.max(0, name.indexOf("/"))));
  const classes = [...new Set(folders)].sort((a, b) => (a < b ? -1 : 1));
  const problem = problemOf(names, folders, classes);
  if (problem === null) {
    const place = new Map(classes.map((name, i) => [name, i]));
    const of = Uint16Array.from(folders, name => place.get(name) ?? 0);
    return { classes, labels: { of, classes: classes.length } };
  }
  if (labels === "folders")
    throw new DataError(
      folder,
      `${problem}; with "labels": "folders" every picture lies in the sub-folder of its class`,
    );
  return null;
}

/** Why the sub-folders are no classes. */
function problemOf(
  names: readonly string[],
  folders: readonly string[],
  classes: readonly string[],
): string | null {
  const outside = folders.indexOf("");
  if (outside >= 0) return `the picture ${names[outside] ?? ""} lies in no sub-folder`;
  if (classes.length < 2) return "all pictures lie in one sub-folder";
  return classes.length > MOST_CLASSES
    ? `there are ${classes.length} sub-folders with pictures; at most ${MOST_CLASSES} are classes`
    : null;
}

/** A folder of pictures; each is cut to its centred square and scaled. */
export async function images(
  { folder, size, channels, labels }: DataOf<"images">,
  options: OpenOptions,
): Promise<Dataset> {
  const pictures = await readPictures(folder, { size, channels }, options);
  const { names, pixels } = pictures;
  const found = subFolders(names, folder, labels);
  const table = { height: size, width: size, channels, count: names.length, pixels };
  return {
    ...imagesDataset(
      table,
      found === null
        ? null
        : { labels: found.labels, nameOf: label => found.classes[label] ?? "", classifier: "examples" },
    ),
    reading: folderReading(pictures.list, names.length, found?.classes ?? null, pictures.asides),
    notices: noticesOf(pictures),
  };
}

/** Refuses sub-folders that are no classes, before a picture is decoded. Throws DataError. */
export function checkFolders(
  { folder, labels }: DataOf<"images">,
  names: readonly string[],
): readonly string[] | null {
  return subFolders(names, folder, labels)?.classes ?? null;
}
