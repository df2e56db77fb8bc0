// Where a convolution of some stride, seen from its input, meets no padding: bands of windows along one axis.
import { optionsOf } from "../convolution.ts";
import { sameShape } from "../graph.ts";
import type { Node } from "../graph.ts";
import { sizesOf, upTo } from "./convolution-parts.ts";

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

/** Along height and along width. */
export type Bands = readonly [readonly Band[], readonly Band[]];

/** How many places of y a window has. */
export const tapsOf = ({ phases }: Band): number => phases[0]?.length ?? 0;

/** How many places of y its windows have together. */
export const reachOf = (band: Band): number => band.windows + tapsOf(band) - 1;

/** The places of x that belong to a phase, one a window. */
export const phasePlaces = ({ input, windows, phases }: Band, phase: number): readonly number[] =>
  upTo(windows).map(window => input + window * phases.length + phase);

/** Before what meets no padding, that, and behind it. */
const mostBands = 3;

/**
 * The bands along height and width of a convolution from x to y, both [C, H, W, B], with filters [CO, CI, KH, KW].
 * Undefined where they are many, as when the stride does not divide the filters' size.
 */
export function bandsBetween(
  x: Node,
  y: Node,
  filters: Node,
  attributes: Node["attributes"],
): Bands | undefined {
  const [, height, width] = sizesOf(x);
  const [, h, w] = sizesOf(y);
  const [, , kh, kw] = sizesOf(filters);
  const options = optionsOf(attributes);
  const down = bandsOf({ places: h, inputs: height, taps: kh, ...options });
  const across = bandsOf({ places: w, inputs: width, taps: kw, ...options });
  const usable = [down, across].every(bands => bands.length <= mostBands && bands.every(tapsOf));
  return usable ? [down, across] : undefined;
}

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
