import { dataNotice } from "../plain/data-notice.ts";

/** What was taken of the data's files, what was passed over and why, in words for people. */
export interface Reading {
  /** Such as "39 points of 2 dimensions (x, y)". */
  readonly taken: string;
  /** Such as "2 comment lines passed over"; each can stand by itself. */
  readonly asides: readonly string[];
}

/** All of it in one line. */
export const readingText = ({ taken, asides }: Reading): string => [taken, ...asides].join("; ");

/** "12 pictures of 2 classes (cat, dog)". */
export const pictureReading = (count: number, classes: readonly string[] | null): Reading => ({
  taken:
    counted(count, "picture") +
    (classes === null ? "" : ` of ${counted(classes.length, "class", "classes")} (${someOf(classes)})`),
  asides: [],
});

/** " in 2 classes (cat, dog)"; "" where there are none. */
export const classesText = (names: readonly string[] | null): string =>
  names === null
    ? ""
    : ` in ${counted(names.length, "class", "classes")} (${someOf(names.map(name => name.slice(0, 80)))})`;

/** "labels are numbers: 1, 1.0 are one class". */
export const joinedLabels = (joined: readonly (readonly string[])[]): string[] =>
  joined.length === 0
    ? []
    : [
        `labels are numbers: ${someOf(joined.map(texts => `${someOf(texts.map(text => text.slice(0, 80)))} are one class`))}`,
      ];

/** What people should know of data before it is trained on: what was read, then what is wrong. */
export const noticesOf = ({
  reading,
  notices,
}: {
  readonly reading: Reading | null;
  readonly notices: readonly string[];
}): string[] => (reading === null ? [...notices] : [dataNotice(readingText(reading)), ...notices]);

/** "1 row", "2 rows". */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** "2 other arrays passed over (y, z)"; "80 bytes after the array passed over". */
export const otherArrays = (names: readonly string[], bytesAfter: number): string[] => [
  ...(names.length === 0 ? [] : [`${counted(names.length, "other array")} passed over (${someOf(names)})`]),
  ...(bytesAfter === 0 ? [] : [`${counted(bytesAfter, "byte")} after the array passed over`]),
];

const NAMED = 8;

/** A few of the names, and how many others there are. */
export function someOf(names: readonly string[]): string {
  const others = names.length - NAMED;
  return others > 0 ? `${names.slice(0, NAMED).join(", ")} and ${others} more` : names.join(", ");
}
