import { counted, pictureReading, someOf, type Reading } from "../reading.ts";
import type { PictureList } from "./list-pictures.ts";

/** What of a folder was passed over, and why. */
export function passedOver({ others, bins, runs, closed }: Omit<PictureList, "files">): string[] {
  const count = [...others.values()].reduce((sum, some) => sum + some, 0);
  const endings = [...others]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([ending, some]) => `${ending === "" ? "without an ending" : ending} ${some}`);
  return [
    ...(count === 0 ? [] : [`${counted(count, "other file")} passed over (${someOf(endings)})`]),
    ...(bins.length === 0
      ? []
      : [`${counted(bins.length, "folder")} of thumbnails or bins passed over (${someOf(bins)})`]),
    ...(runs.length === 0
      ? []
      : [`${counted(runs.length, "folder")} of runs and sweeps passed over (${someOf(runs)})`]),
    ...closed.map(({ name, why }) => `the folder ${name} left out: ${why}`),
  ];
}

/** What was read of a folder. */
export const folderReading = (
  list: Omit<PictureList, "files">,
  count: number,
  classes: readonly string[] | null,
): Reading => ({ ...pictureReading(count, classes), asides: passedOver(list) });
