import { measures } from "../experiment/catalog.ts";
import type { Experiment } from "../experiment/schema.ts";

/** Which tags an event of some scalars says to have no value at its step. */
export type GapRule = (step: number, scalars: Readonly<Record<string, number>>) => readonly string[];

const measureTags: readonly string[] = Object.keys(measures);
const pairingTags: readonly string[] = ["loss/pairing", "pairing/accuracy"];
const penaltyTags = {
  "loss/r1": "r1",
  "loss/r2": "r2",
  "loss/gradient_penalty": "gradientPenalty",
} as const;

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null ? (value as Fields) : {};
const stepsOr1 = (value: unknown): number => (typeof value === "number" && value >= 1 ? value : 1);

/**
 * Where the curves of a run have gaps. A run records what belongs together as one event, so that what an event should have
 * brought and did not had no value then: an evaluation brings every measure; means over an interval, which always have
 * the generator's loss, bring those of pairing, and those of each penalty whose turn came in the interval. A distance
 * between points says nothing: a knob is recorded at other moments too, and a penalty may have its turn less often than
 * means are taken. The experiment may be another version's and lack any key.
 */
export function gapRule({ record, penalties }: Partial<Pick<Experiment, "record" | "penalties">>): GapRule {
  const interval = stepsOr1(fieldsOf(record)["scalars"]);
  const lazy = Object.entries(penaltyTags).map(([tag, name]) => ({
    tag,
    every: stepsOr1(fieldsOf(fieldsOf(penalties)[name])["every"]),
  }));
  const intervalTags = (step: number): readonly string[] => {
    const turns = lazy.filter(
      ({ every }) => Math.floor(step / every) > Math.floor((step - interval) / every),
    );
    return [...pairingTags, ...turns.map(({ tag }) => tag)];
  };
  return (step, scalars) => {
    const together =
      "loss/generator" in scalars
        ? intervalTags(step)
        : measureTags.some(tag => tag in scalars)
          ? measureTags
          : [];
    return together.filter(tag => !(tag in scalars));
  };
}
