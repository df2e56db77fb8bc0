// Where a convolution of some stride, seen from its input, meets no padding: bands of windows along one axis.
import { optionsOf } from "../convolution.ts";
import { sameShape } from "../graph.ts";
import type { Node } from "../graph.ts";
import { pairsUpTo, sizesOf, upTo } from "./convolution-parts.ts";

interface Axis {
  /** Of the convolution's output y. */
  readonly places: number;
  /** Of its input x. */
  readonly inputs: number;
  readonly taps: number;
  readonly stride: number;
  readonly padding: number;
}

/**
 * Places of x that follow one another along an axis: `windows` windows of y, each a place behind the one before, with the
 * same number of places of x to each, the phases; and for each phase the taps by which it meets the window's places.
 */
export interface Band {
  /** The first place of x. */
  readonly input: number;
  /** The first place of y in the first window. */
  readonly from: number;
  readonly windows: number;
  readonly phases: readonly (readonly number[])[];
}

/** Places of x that belong to one phase of a pair of bands, one a window. */
interface Phase {
  /** Row by row, each as row * width + column. */
  readonly places: readonly number[];
  /** The taps (row * KW + column) by which they meet y, row by row, and where in y the first window has each. */
  readonly taps: readonly { readonly tap: number; readonly at: readonly [number, number] }[];
}

/** A band along height with one along width: their windows have the same taps throughout. */
export interface BandPair {
  readonly above: Band;
  readonly beside: Band;
  readonly phases: readonly Phase[];
}

/** How many places of y a window has. */
export const tapsOf = ({ phases }: Band): number => phases[0]?.length ?? 0;

/** How many places of y its windows have together. */
export const reachOf = (band: Band): number => band.windows + tapsOf(band) - 1;

/** Before what meets no padding, that, and behind it. */
const mostBands = 3;

/**
 * All of x by the bands of a convolution from x to y, both [C, H, W, B], with filters [CO, CI, KH, KW]. Undefined where
 * they are many, as when the stride does not divide the filters' size.
 */
export function bandsBetween(
  x: Node,
  y: Node,
  filters: Node,
  attributes: Node["attributes"],
): readonly BandPair[] | undefined {
  const [, height, width] = sizesOf(x);
  const [, h, w] = sizesOf(y);
  const [, , kh, kw] = sizesOf(filters);
  const options = optionsOf(attributes);
  const down = bandsOf({ places: h, inputs: height, taps: kh, ...options });
  const across = bandsOf({ places: w, inputs: width, taps: kw, ...options });
  const usable = [down, across].every(bands => bands.length <= mostBands && bands.every(tapsOf));
  return usable ? pairsOf(down, across, width, kw) : undefined;
}

/**
 * Every band along height with every one along width.
 * @param width of x
 * @param taps of a filter, along width
 */
function pairsOf(
  down: readonly Band[],
  across: readonly Band[],
  width: number,
  taps: number,
): readonly BandPair[] {
  const phaseOf = (above: Band, beside: Band, p: number, q: number): Phase => ({
    places: phasePlaces(above, p).flatMap(i => phasePlaces(beside, q).map(j => i * width + j)),
    taps: (above.phases[p] ?? []).flatMap((k, a) =>
      (beside.phases[q] ?? []).map((l, b) => ({
        tap: k * taps + l,
        at: [above.from + a, beside.from + b] as const,
      })),
    ),
  });
  return down.flatMap(above =>
    across.map(beside => ({
      above,
      beside,
      phases: pairsUpTo(above.phases.length, beside.phases.length).map(([p, q]) =>
        phaseOf(above, beside, p, q),
      ),
    })),
  );
}

const phasePlaces = ({ input, windows, phases }: Band, phase: number): readonly number[] =>
  upTo(windows).map(window => input + window * phases.length + phase);

/** All of x along an axis, in order: its place u meets y's place n by the tap u + padding - stride * n. */
export function bandsOf({ places, inputs, taps, stride, padding }: Axis): readonly Band[] {
  const windows: Band[] = [];
  for (const input of upTo(inputs)) {
    const tapAt = (n: number) => input + padding - stride * n;
    const met = upTo(places).filter(n => tapAt(n) >= 0 && tapAt(n) < taps);
    const from = met[0] ?? 0;
    const last = windows.at(-1);
    if (last?.from === from && tapsOf(last) === met.length)
      windows[windows.length - 1] = { ...last, phases: [...last.phases, met.map(tapAt)] };
    else windows.push({ input, from, windows: 1, phases: [met.map(tapAt)] });
  }
  const bands: Band[] = [];
  for (const window of windows) {
    const last = bands.at(-1);
    if (last !== undefined && window.from === last.from + last.windows && samePhases(last, window))
      bands[bands.length - 1] = { ...last, windows: last.windows + 1 };
    else bands.push(window);
  }
  return bands;
}

const samePhases = (a: Band, b: Band): boolean =>
  a.phases.length === b.phases.length && a.phases.every((phase, i) => sameShape(phase, b.phases[i] ?? []));

/**
 * What rules are shown with: 4x4 filters of stride 2 between 6x6 and 3x3 places. The first row of x meets tap 1 of the
 * first row of y, the last one tap 2 of the last row; of the rows between, the two at y[n] and y[n + 1] meet taps 2 and
 * 0, and 3 and 1, of these.
 */
export function exampleBands(): readonly BandPair[] {
  const bands = [
    { input: 0, from: 0, windows: 1, phases: [[1]] },
    { input: 1, from: 0, windows: 2, phases: [[2, 0], [3, 1]] }, // prettier-ignore
    { input: 5, from: 2, windows: 1, phases: [[2]] },
  ];
  return pairsOf(bands, bands, 6, 4);
}
