/** What a number of the experiment file means and which values it may have: plain data, for schema, docs and sliders. */
export interface NumberSpec {
  readonly title: string;
  readonly description: string;
  readonly default: number;
  /** Smallest allowed value. */
  readonly minimum: number;
  /** Largest allowed value; without it and without `below`, every finite number from `minimum` is allowed. */
  readonly maximum?: number;
  /** Allowed values are below this one. */
  readonly below?: number;
  readonly integer?: true;
  readonly unit?: string;
}

export type NumberSpecs = Readonly<Record<string, NumberSpec>>;

/** The allowed values in words, such as `an integer from 1 to 65536`. */
export function rangeInWords(spec: NumberSpec): string {
  const kind = spec.integer ? "an integer" : "a number";
  if (spec.maximum !== undefined) return `${kind} from ${spec.minimum} to ${spec.maximum}`;
  if (spec.below !== undefined) return `${kind} from ${spec.minimum} to below ${spec.below}`;
  return spec.integer ? `an integer from ${spec.minimum}` : `any finite number from ${spec.minimum}`;
}

/** Whether a value lies in the range of its specification. */
export function inRange(spec: NumberSpec, value: unknown): value is number {
  return (
    typeof value === "number" &&
    Number.isFinite(value) &&
    (!spec.integer || Number.isSafeInteger(value)) &&
    value >= spec.minimum &&
    (spec.maximum === undefined || value <= spec.maximum) &&
    (spec.below === undefined || value < spec.below)
  );
}

/** The names of a catalog that this version builds. */
export type AvailableIn<C extends Readonly<Record<string, { readonly available: boolean }>>> = {
  [K in keyof C]: C[K]["available"] extends true ? K : never;
}[keyof C];

/** The names of a catalog that this version builds, in the catalog's order. */
export function availableNames(catalog: Readonly<Record<string, { readonly available: boolean }>>): string[] {
  return Object.keys(catalog).filter(name => catalog[name]?.available);
}
