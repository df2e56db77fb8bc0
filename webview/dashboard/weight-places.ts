import type { KnobFacts } from "../../src/protocol/dashboard-state.ts";
import { formatKnob, formatStep } from "../numbers/format.ts";
import { positionOf } from "../numbers/knob-scale.ts";
import { placeWords, type WishedWord } from "../numbers/place-words.ts";
import { spreadLabels } from "../numbers/spread-labels.ts";
import { wordWidth, xOf } from "./scale-places.ts";
import type { Change } from "./timeline.ts";

/** Between the middles of two dots, and from one's middle to the nearest word or arrow head, in pixels. */
const DOT = 18;
const ROUND_DOT = 12;
/** The most changes that are shown; the journal has them all. */
const MOST_CHANGES = 11;
/** So few changes say when they were. */
const FEW = 3;

/** A value that the weight held, however often. */
export interface HeldValue {
  readonly value: number;
  /** "from the start", "from step 3,000"; oldest first. */
  readonly when: readonly string[];
  readonly isNow: boolean;
  readonly x: number;
}

export interface HistoryScene {
  readonly dots: readonly HeldValue[];
  /** Changes as arrows from dot to dot. */
  readonly moves: readonly { readonly step: number; readonly from: number; readonly to: number }[];
  readonly words: readonly { readonly text: string; readonly left: number }[];
}

interface Held {
  readonly value: number;
  readonly when: string;
}

const heldFrom = (value: number, step: number | null): Held => ({
  value,
  when: step === null ? "from the start" : `from step ${formatStep(step)}`,
});

/**
 * The values that a knob held under its slider: each stands once, at its place or as near to that as the others leave room,
 * joined by the changes in their order, with as many words as meet neither a dot nor each other.
 * @param width of the slider, in pixels
 */
export function historyScene(knob: KnobFacts, changes: readonly Change[], width: number): HistoryScene {
  const fitting = Math.max(1, Math.min(MOST_CHANGES, Math.floor(width / DOT) - 1));
  const recent = changes.slice(-fitting);
  const [first] = recent;
  const held =
    first === undefined
      ? [heldFrom(knob.value, null)]
      : [
          heldFrom(
            first.from,
            changes.length > recent.length ? (changes.at(-fitting - 1)?.step ?? null) : null,
          ),
          ...recent.map(({ to, step }) => heldFrom(to, step)),
        ];
  const now = held.at(-1)?.value;
  const values = [...new Set(held.map(({ value }) => value))].sort((a, b) => a - b);
  const spots = values.map(value => ({
    value,
    when: held.filter(one => one.value === value).map(({ when }) => when),
    y: xOf(positionOf(knob.slider, value), width),
  }));
  spreadLabels(spots, DOT, xOf(0, width), xOf(1, width));
  const dots = spots.map(({ value, when, y }) => ({ value, when, isNow: value === now, x: y }));
  const x = (value: number) => dots.find(dot => dot.value === value)?.x ?? 0;
  const moves = recent.map(({ step, from, to }) => ({ step, from: x(from), to: x(to) }));
  return { dots, moves, words: wordsOf(dots, moves, width) };
}

function wordsOf(
  dots: readonly HeldValue[],
  moves: HistoryScene["moves"],
  width: number,
): HistoryScene["words"] {
  if (moves.length === 0) return [];
  const beside = (text: string, at: number): WishedWord & { readonly text: string } => {
    const wide = wordWidth(text);
    return { text, width: wide, wishes: [at + ROUND_DOT, at - ROUND_DOT - wide] };
  };
  const between = (text: string, from: number, to: number): WishedWord & { readonly text: string } => {
    const wide = wordWidth(text);
    return { text, width: wide, wishes: [2, 1, 3].map(part => from + ((to - from) * part) / 4 - wide / 2) };
  };
  const wished = [
    ...dots.filter(({ isNow }) => isNow).map(({ x }) => beside("now", x)),
    ...(moves.length > FEW
      ? []
      : [...moves].reverse().map(({ step, from, to }) => between(`step ${formatStep(step)}`, from, to))),
  ];
  const taken = dots.map(({ x }) => ({ from: x - ROUND_DOT, to: x + ROUND_DOT }));
  return placeWords(wished, taken, { from: 0, to: width }, 0).flatMap((left, i) => {
    const word = wished[i];
    return left === null || word === undefined ? [] : [{ text: word.text, left }];
  });
}

/** What a dot says: "Restore 0.02, held from step 3,000 and from step 9,000". */
export function dotWords({ value, when, isNow }: HeldValue): string {
  const times = when.join(" and ");
  return isNow ? `Now ${formatKnob(value)}, ${times}` : `Restore ${formatKnob(value)}, held ${times}`;
}
