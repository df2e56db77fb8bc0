export const compareModes = ["side by side", "overlay", "flicker", "difference"] as const;
export type CompareMode = (typeof compareModes)[number];

/** What part of a picture is seen: how far it is enlarged, and by which share of the plate it is moved. */
export interface View {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

export const whole: View = { zoom: 1, x: 0, y: 0 };
export const MOST_ZOOM = 32;

/** What a person arranged in a comparison. It survives reloads; everything else comes anew from the host. */
export interface Arranged {
  readonly mode: CompareMode;
  /** Of the run itself over the baseline, from 0 to 1. */
  readonly opacity: number;
  /** The baseline's folder; the first column where it is not compared. */
  readonly baseline: string | null;
  readonly stepsLinked: boolean;
  /** The step of every column; null follows the newest of each. */
  readonly pin: number | null;
  /** Steps of single columns while they are not linked, by folder. */
  readonly pins: Readonly<Record<string, number>>;
  readonly zoomLinked: boolean;
  readonly view: View;
  readonly views: Readonly<Record<string, View>>;
  /** Probe latents: the picked one, and the other end of the interpolation. */
  readonly picked: number;
  readonly other: number;
  readonly path: boolean;
}

export const initially: Arranged = {
  mode: "side by side",
  opacity: 0.7,
  baseline: null,
  stepsLinked: true,
  pin: null,
  pins: {},
  zoomLinked: true,
  view: whole,
  views: {},
  picked: 19,
  other: 5,
  path: false,
};

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};

const numberIn = (value: unknown, low: number, high: number, otherwise: number): number =>
  typeof value === "number" && value >= low && value <= high ? value : otherwise;

const wholeNumber = (value: unknown): number | null =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;

const flag = (value: unknown, otherwise: boolean): boolean =>
  typeof value === "boolean" ? value : otherwise;

function viewOf(value: unknown): View {
  const { zoom, x, y } = fieldsOf(value);
  return {
    zoom: numberIn(zoom, 1, MOST_ZOOM, 1),
    x: numberIn(x, -MOST_ZOOM, MOST_ZOOM, 0),
    y: numberIn(y, -MOST_ZOOM, MOST_ZOOM, 0),
  };
}

/** Reads what was saved, by this version or another: whatever does not fit is as at the beginning. */
export function readArranged(saved: unknown): Arranged {
  const fields = fieldsOf(saved);
  const pins = Object.entries(fieldsOf(fields["pins"])).flatMap(([folder, pin]) => {
    const step = wholeNumber(pin);
    return step === null ? [] : [[folder, step] as const];
  });
  const views = Object.entries(fieldsOf(fields["views"])).map(
    ([folder, view]) => [folder, viewOf(view)] as const,
  );
  return {
    mode: compareModes.find(mode => mode === fields["mode"]) ?? initially.mode,
    opacity: numberIn(fields["opacity"], 0, 1, initially.opacity),
    baseline: typeof fields["baseline"] === "string" ? fields["baseline"] : null,
    stepsLinked: flag(fields["stepsLinked"], initially.stepsLinked),
    pin: wholeNumber(fields["pin"]),
    pins: Object.fromEntries(pins),
    zoomLinked: flag(fields["zoomLinked"], initially.zoomLinked),
    view: viewOf(fields["view"]),
    views: Object.fromEntries(views),
    picked: wholeNumber(fields["picked"]) ?? initially.picked,
    other: wholeNumber(fields["other"]) ?? initially.other,
    path: flag(fields["path"], initially.path),
  };
}
