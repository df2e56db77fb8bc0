/** A box on a drawing, in pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Whether the line from one spot to another passes through a box (Liang and Barsky 1984). */
export function crosses(from: Spot, to: Spot, { left, top, right, bottom }: Box): boolean {
  let [enters, leaves] = [0, 1];
  for (const [start, by, low, high] of [
    [from.x, to.x - from.x, left, right],
    [from.y, to.y - from.y, top, bottom],
  ] as const) {
    if (by === 0) {
      if (start < low || start > high) return false;
      continue;
    }
    const [first, second] = [(low - start) / by, (high - start) / by];
    enters = Math.max(enters, Math.min(first, second));
    leaves = Math.min(leaves, Math.max(first, second));
  }
  return enters <= leaves;
}

/** Of some places for a label, best first, the one that the fewest pieces of the lines pass through. */
export function freestPlace(places: readonly Box[], lines: readonly (readonly Spot[])[]): Box | undefined {
  const passing = (box: Box) =>
    lines.reduce(
      (sum, line) =>
        sum + line.filter((spot, i) => crosses(line[Math.max(0, i - 1)] ?? spot, spot, box)).length,
      0,
    );
  let [found, least] = [places[0], Infinity];
  for (const place of places) {
    const count = passing(place);
    if (count < least) [found, least] = [place, count];
    if (least === 0) break;
  }
  return found;
}
