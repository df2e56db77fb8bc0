/** The most that may be smoothed. */
export const MOST_SMOOTHING = 0.99;

/** What a person arranged on a page of curves. It survives reloads; everything else comes anew from the host. */
export interface Arranged {
  /** The steps that the charts show; null: all. */
  readonly range: readonly [number, number] | null;
  readonly smoothing: number;
  readonly logValues: boolean;
  readonly logSteps: boolean;
  /** Only tags that hold every one of these words are shown. */
  readonly filter: string;
  /** Groups that are folded up. */
  readonly folded: readonly string[];
  /** The step of the pictures; null follows the newest. */
  readonly pin: number | null;
}

export const initially: Arranged = {
  range: null,
  smoothing: 0.6,
  logValues: false,
  logSteps: false,
  filter: "",
  folded: [],
  pin: null,
};

const LONGEST_FILTER = 300;
const MOST_FOLDED = 1000;

const wholeNumber = (value: unknown): number | null =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;

const flag = (value: unknown, otherwise: boolean): boolean =>
  typeof value === "boolean" ? value : otherwise;

function rangeOf(value: unknown): readonly [number, number] | null {
  if (!Array.isArray(value)) return null;
  const [from, to] = [wholeNumber(value[0]), wholeNumber(value[1])];
  return from !== null && to !== null && to > from ? [from, to] : null;
}

/** Reads what was saved, by this version or another: whatever does not fit is as at the beginning. */
export function readArranged(saved: unknown): Arranged {
  const fields = (typeof saved === "object" && saved !== null ? saved : {}) as Readonly<
    Record<string, unknown>
  >;
  const { smoothing, filter, folded } = fields;
  return {
    range: rangeOf(fields["range"]),
    smoothing:
      typeof smoothing === "number" && smoothing >= 0 && smoothing <= MOST_SMOOTHING
        ? smoothing
        : initially.smoothing,
    logValues: flag(fields["logValues"], initially.logValues),
    logSteps: flag(fields["logSteps"], initially.logSteps),
    filter: typeof filter === "string" && filter.length <= LONGEST_FILTER ? filter : "",
    folded: Array.isArray(folded)
      ? folded.filter((one): one is string => typeof one === "string").slice(0, MOST_FOLDED)
      : [],
    pin: wholeNumber(fields["pin"]),
  };
}
