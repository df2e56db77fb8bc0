import type { KnobScale } from "../../src/protocol/knob-range.ts";

/** The share of the slider that lies between its left end (0) and `from`; nothing is there to pick. */
export const ZERO_GAP = 0.06;

const gapOf = (scale: KnobScale): number => (scale.zero ? ZERO_GAP : 0);

/** The place of a value on the slider, from 0 to 1; values beyond an end lie on it. */
export function positionOf(scale: KnobScale, value: number): number {
  if (!(value > 0)) return 0;
  const gap = gapOf(scale);
  const share = Math.log(value / scale.from) / Math.log(scale.to / scale.from);
  return gap + (1 - gap) * Math.min(1, Math.max(0, share));
}

/** On which side of the slider a value lies that it cannot show; 0 is no such value where the slider has one for it. */
export function beyond(scale: KnobScale, value: number): "above" | "below" | null {
  if (value > scale.to) return "above";
  return value < scale.from && !(scale.zero && value === 0) ? "below" : null;
}

/** The value at a place from 0 to 1, rounded to two significant digits; within the gap, the nearer end. */
export function valueAt(scale: KnobScale, position: number): number {
  const gap = gapOf(scale);
  if (scale.zero && position < gap / 2) return 0;
  const share = Math.min(1, Math.max(0, (position - gap) / (1 - gap)));
  return Number((scale.from * (scale.to / scale.from) ** share).toPrecision(2));
}

/** The value one press of an arrow key away: ±10 %, or ×10 when `coarse`. From 0 up lies `from`; below it, 0. */
export function nudged(scale: KnobScale, value: number, up: boolean, coarse: boolean): number {
  if (value <= 0) return up ? scale.from : 0;
  const factor = coarse ? 10 : 1.1;
  const next = Number((up ? value * factor : value / factor).toPrecision(coarse ? 3 : 2));
  // Two digits can round a step of 10 % back onto itself.
  const moved = next === value ? Number((up ? value * 1.2 : value / 1.2).toPrecision(2)) : next;
  if (!up && moved < scale.from) return scale.zero ? 0 : scale.from;
  return moved;
}

export interface ScaleMark {
  readonly value: number;
  readonly position: number;
  /** A decade or the zero: it carries its number. */
  readonly major: boolean;
}

/** The marks under the slider: zero, each decade, and the eight lines between two decades. */
export function scaleMarks(scale: KnobScale): ScaleMark[] {
  const marks: ScaleMark[] = scale.zero ? [{ value: 0, position: 0, major: true }] : [];
  const first = Math.round(Math.log10(scale.from));
  const last = Math.round(Math.log10(scale.to));
  for (let decade = first; decade <= last; decade++) {
    for (let digit = 1; digit < (decade === last ? 2 : 10); digit++) {
      const value = Number((digit * 10 ** decade).toPrecision(1));
      marks.push({ value, position: positionOf(scale, value), major: digit === 1 });
    }
  }
  return marks;
}
