/** A measure's value (finite), or why it has none for these samples. */
export type Measured = number | Undefined;

export interface Undefined {
  /** In a few words for people, as after "undefined: ". */
  readonly reason: string;
}

export const undefinedBecause = (reason: string): Undefined => ({ reason });

/** Measures of one set of samples, by tag; those that the data do not have are in neither. */
export interface Measures {
  readonly values: Readonly<Record<string, number>>;
  /** The reason of each that has no value. */
  readonly undefined: Readonly<Record<string, string>>;
}

/** Parts measures that have a value from those that have none. */
export function partMeasures(measured: Readonly<Record<string, Measured>>): Measures {
  const values: Record<string, number> = {};
  const reasons: Record<string, string> = {};
  for (const [tag, found] of Object.entries(measured)) {
    if (typeof found !== "number") reasons[tag] = found.reason;
    // A measure says itself when it has no value; should one not, its NaN ends no training and is no value.
    else if (Number.isFinite(found)) values[tag] = found;
    else reasons[tag] = NOT_FINITE;
  }
  return { values, undefined: reasons };
}

export const NOT_FINITE = "not a finite number";
