import type { PictureAside } from "../../formats/picture-aside.ts";
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

const taken: Readonly<Record<PictureAside, (count: number) => string>> = {
  turned: count => `${counted(count, "picture")} turned upright, as EXIF says`,
  "first frame": count => `of ${counted(count, "animation")} the first frame taken`,
};

/** What was read of a folder; what was done with its pictures is known once they are decoded. */
export const folderReading = (
  list: Omit<PictureList, "files">,
  count: number,
  classes: readonly string[] | null,
  asides: ReadonlyMap<PictureAside, number> = new Map(),
): Reading => ({
  ...pictureReading(count, classes),
  asides: [
    ...passedOver(list),
    ...[...asides].flatMap(([aside, some]) => (some === 0 ? [] : [taken[aside](some)])),
  ],
});
