const blocks = "▁▂▃▄▅▆▇█";

/** One block character a value, from `min` (lowest block) to `max` (full block); values outside are clipped. */
export function sparkline(values: readonly number[], min = 0, max = 1): string {
  return values
    .map(value => {
      const share = Math.min(1, Math.max(0, (value - min) / (max - min)));
      return blocks.charAt(Math.min(blocks.length - 1, Math.floor(share * blocks.length)));
    })
    .join("");
}
