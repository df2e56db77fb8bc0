/** A number under a slider's mark. */
export interface ScaleLabel {
  readonly text: string;
  /** Of its mark, in pixels from the scale's left end. */
  readonly at: number;
}

/** One that is shown, with its own left end. */
export interface PlacedScaleLabel extends ScaleLabel {
  readonly left: number;
}

/** Between two labels, in pixels. */
const SPACE = 6;
/** So far a label may reach beyond the scale: to the edge of a thumb that stands at its end. */
const OVERHANG = 8;

/**
 * The labels that there is room for, given in the order of their marks: each is centred on its mark, or slides away from the
 * one before it as long as it still stands at its mark; else it is left out. The last one's place is kept for it.
 * @param width of the scale, in pixels
 */
export function placeLabels(
  labels: readonly ScaleLabel[],
  width: number,
  widthOf: (text: string) => number,
): PlacedScaleLabel[] {
  const centred = ({ text, at }: ScaleLabel): number => at - widthOf(text) / 2;
  const last = labels.at(-1);
  if (last === undefined) return [];
  const end = { ...last, left: Math.min(centred(last), width + OVERHANG - widthOf(last.text)) };
  const placed: PlacedScaleLabel[] = [];
  let free = -OVERHANG;
  for (const label of labels.slice(0, -1)) {
    const left = Math.max(free, centred(label));
    const right = left + widthOf(label.text);
    if (left > label.at || right + SPACE > end.left) continue;
    placed.push({ ...label, left });
    free = right + SPACE;
  }
  return [...placed, end];
}
