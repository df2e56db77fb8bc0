import type { PathKind } from "../../src/protocol/pictures.ts";
import { wholeGrid, type GridView } from "../numbers/image-grid.ts";

export const layerNames = ["real", "map", "modes", "path"] as const;
export type LayerName = (typeof layerNames)[number];

export const mapColourings = ["mode", "position", "stretch"] as const;
export type MapColouring = (typeof mapColourings)[number];

/** What a latent map of images shows, and how many columns their grid has. */
export const mapsOfImages = ["class", "images", "stretch"] as const;
export type MapOfImages = (typeof mapsOfImages)[number];
export const gridColumns = [6, 9] as const;

export const speeds = [1, 4, 16] as const;

/** What a person arranged in a dashboard. It survives reloads; everything else comes anew from the host. */
export interface Arranged {
  /** The steps that the curves show; null: all. */
  readonly range: readonly [number, number] | null;
  readonly smoothing: number;
  readonly logLoss: boolean;
  readonly logSteps: boolean;
  /** Whether a branch's charts show how its parent went on. */
  readonly parent: boolean;
  /** Whether the quality chart shows the other seeds of the experiment. */
  readonly seeds: boolean;
  /** Whether the quality chart is smoothed as the losses are. */
  readonly smoothQuality: boolean;
  /** Tags of curves that are not drawn. */
  readonly hidden: readonly string[];
  /** Whether checkpoints have lines in the journal. */
  readonly checkpointLines: boolean;
  /** Whether knobs of what the run never had are shown too. */
  readonly allKnobs: boolean;
  readonly layers: Readonly<Record<LayerName, boolean>>;
  /** The step bar's pin; null follows the newest step. */
  readonly pin: number | null;
  /** Probe latents at the ends of the interpolation. */
  readonly from: number;
  readonly to: number;
  readonly path: PathKind;
  /** From 0 to 1. */
  readonly t: number;
  readonly colouring: MapColouring;
  readonly speed: number;
  /** The two dimensions of the data that the scatter shows. */
  readonly axes: readonly [number, number];
  /** Of image runs: the third probe latent of the map's plane, the sample that is looked at closely. */
  readonly third: number;
  readonly picked: number;
  readonly mapOf: MapOfImages;
  readonly columns: number;
  readonly gridView: GridView;
}

export const MOST_SMOOTHING = 0.99;

export const initially: Arranged = {
  range: null,
  smoothing: 0.9,
  logLoss: false,
  logSteps: false,
  parent: true,
  seeds: false,
  smoothQuality: false,
  hidden: [],
  checkpointLines: true,
  allKnobs: false,
  layers: { real: true, map: true, modes: true, path: true },
  pin: null,
  from: 5,
  to: 18,
  path: "slerp",
  t: 0.42,
  colouring: "mode",
  speed: 4,
  axes: [0, 1],
  third: 40,
  picked: 0,
  mapOf: "class",
  columns: 9,
  gridView: wholeGrid,
};

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null;

const numberIn = (value: unknown, low: number, high: number, otherwise: number): number =>
  typeof value === "number" && value >= low && value <= high ? value : otherwise;

const wholeFrom0 = (value: unknown, otherwise: number): number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : otherwise;

function choice<const Value>(value: unknown, values: readonly Value[], otherwise: Value): Value {
  return values.find(known => known === value) ?? otherwise;
}

const textsIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter(one => typeof one === "string").slice(0, 100) : [];

function rangeOf(value: unknown): readonly [number, number] | null {
  if (!Array.isArray(value)) return null;
  const [from, to] = value as unknown[];
  if (typeof from !== "number" || typeof to !== "number") return null;
  return from >= 0 && to > from && Number.isFinite(to) ? [from, to] : null;
}

function gridViewOf(value: unknown): GridView {
  const fields: Fields = isFields(value) ? value : {};
  const [zoom, x, y] = [
    numberIn(fields["zoom"], 1, 1000, 1),
    numberIn(fields["x"], 0, 1000, 0),
    numberIn(fields["y"], 0, 1000, 0),
  ];
  return { zoom, x, y };
}

/** Reads what was saved, by this version or another: whatever does not fit is as at the beginning. */
export function readArranged(saved: unknown): Arranged {
  const fields: Fields = isFields(saved) ? saved : {};
  const layers: Fields = isFields(fields["layers"]) ? fields["layers"] : {};
  const layer = (name: LayerName): boolean => choice(layers[name], [true, false], true);
  const axes: Fields = isFields(fields["axes"]) ? fields["axes"] : {};
  return {
    range: rangeOf(fields["range"]),
    smoothing: numberIn(fields["smoothing"], 0, MOST_SMOOTHING, initially.smoothing),
    logLoss: choice(fields["logLoss"], [true, false], initially.logLoss),
    logSteps: choice(fields["logSteps"], [true, false], initially.logSteps),
    parent: choice(fields["parent"], [true, false], initially.parent),
    seeds: choice(fields["seeds"], [true, false], initially.seeds),
    smoothQuality: choice(fields["smoothQuality"], [true, false], initially.smoothQuality),
    hidden: textsIn(fields["hidden"]),
    checkpointLines: choice(fields["checkpointLines"], [true, false], initially.checkpointLines),
    allKnobs: choice(fields["allKnobs"], [true, false], initially.allKnobs),
    layers: { real: layer("real"), map: layer("map"), modes: layer("modes"), path: layer("path") },
    pin: typeof fields["pin"] === "number" ? wholeFrom0(fields["pin"], 0) : null,
    from: wholeFrom0(fields["from"], initially.from),
    to: wholeFrom0(fields["to"], initially.to),
    path: choice(fields["path"], ["slerp", "lerp"], initially.path),
    t: numberIn(fields["t"], 0, 1, initially.t),
    colouring: choice(fields["colouring"], mapColourings, initially.colouring),
    speed: choice<number>(fields["speed"], speeds, initially.speed),
    axes: [wholeFrom0(axes["0"], 0), wholeFrom0(axes["1"], 1)],
    third: wholeFrom0(fields["third"], initially.third),
    picked: wholeFrom0(fields["picked"], initially.picked),
    mapOf: choice(fields["mapOf"], mapsOfImages, initially.mapOf),
    columns: choice<number>(fields["columns"], gridColumns, initially.columns),
    gridView: gridViewOf(fields["gridView"]),
  };
}
