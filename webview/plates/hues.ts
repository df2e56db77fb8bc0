import type { Parts } from "../numbers/parts.ts";

/** Modes in turn; neighbours alternate in lightness, and a mode always has its number as well. */
export const modeHues = [
  "#4e9bd6",
  "#1f5f9e",
  "#54c2a8",
  "#1d7f68",
  "#e7c65c",
  "#b07d12",
  "#dd8fc0",
  "#9a4e86",
] as const;

/** Classes of images in turn: there are often ten, and two of one colour side by side would look like one. */
export const classHues = [...modeHues, "#b9c0ca", "#6a7280"] as const;

export const classHue = (label: number): string => classHues[label % classHues.length] ?? classHues[0];

export const modeHue = (mode: number): string => modeHues[mode % modeHues.length] ?? modeHues[0];

/** The colour of a mode or a class. */
export const partHue = ({ kind }: Pick<Parts, "kind">, part: number): string =>
  kind === "mode" ? modeHue(part) : classHue(part);
