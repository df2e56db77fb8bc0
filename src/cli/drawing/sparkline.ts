const blocks = "▁▂▃▄▅▆▇█";

interface SparklineOptions {
  /** What is drawn as a full block: 1 when left out; 0 is the lowest. */
  readonly max?: number;
  /** The numbers of values that are set apart from the one before: what lies between them is not known. */
  readonly gaps?: readonly number[];
}

/** One block character a value, from 0 to `max`; values outside are clipped. */
export function sparkline(values: readonly number[], { max = 1, gaps = [] }: SparklineOptions = {}): string {
  return values
    .map((value, i) => {
      const share = Math.min(1, Math.max(0, value / max));
      const block = blocks.charAt(Math.min(blocks.length - 1, Math.floor(share * blocks.length)));
      return gaps.includes(i) ? ` ${block}` : block;
    })
    .join("");
}
