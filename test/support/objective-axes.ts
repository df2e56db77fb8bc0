// Everything that an objective can be made of as settings of an experiment, from the catalog: what the catalog gains joins
// by itself. And how to choose few experiments in which every two settings of different axes meet.
import { augmentations, losses, networks, pairingKinds, penalties } from "../../src/experiment/catalog.ts";
import { InputError } from "../../src/experiment/input-error.ts";
import { availableNames } from "../../src/experiment/number-spec.ts";
import { readExperiment } from "../../src/experiment/read.ts";
import type { Draw } from "./trials.ts";

/** Values by key path. */
export type Settings = Readonly<Record<string, unknown>>;

export interface Axis {
  readonly name: string;
  /** Settings by what people would call them; the first is the plain one. */
  readonly values: readonly (readonly [label: string, settings: Settings])[];
}

const tiny = {
  batch: 6,
  latent: { size: 2 },
  generator: { kind: "mlp", hidden: [7, 5] },
  discriminator: { kind: "mlp", hidden: [5, 7] },
};

/** Kinds that a test can make: a custom one needs a module. */
const ownKinds = (catalog: Parameters<typeof availableNames>[0]): string[] =>
  availableNames(catalog).filter(name => name !== "custom");

export const pairingNames = ownKinds(pairingKinds) as Exclude<keyof typeof pairingKinds, "custom">[];
export const lossNames = ownKinds(losses);
export const penaltyNames = ownKinds(penalties) as (keyof typeof penalties)[];

/** The knob that weighs a penalty, and whether it can be lazy. */
const weightOf = (penalty: keyof typeof penalties): string =>
  Object.keys(penalties[penalty].numbers)[0] ?? "";

export const strength = (penalty: keyof typeof penalties): string =>
  `penalties.${penalty}.${weightOf(penalty)}`;

/** Whether this version builds it: what it refuses as not available joins once it does. */
function builds(settings: Settings): boolean {
  try {
    experimentOf(settings, "digits");
    return true;
  } catch (error) {
    if (error instanceof InputError && error.message.includes("not available in this version")) return false;
    throw error;
  }
}

const switched = (name: string, ...on: readonly (readonly [string, Settings])[]): Axis => ({
  name,
  values: [["none", {}], ...on.filter(([, settings]) => builds(settings))],
});

/** Numbers of kinds at which no part of them rests within the first steps: in the middle of their ratios. */
export const lively: Settings = {
  "pairing.limit": 0.15,
  "pairing.radius": 0.5,
  "pairing.length": 0.7,
  "pairing.low": 0.3,
  "pairing.high": 0.4,
};

const ofKind = (kind: keyof typeof pairingKinds): Settings =>
  Object.fromEntries(
    Object.entries(lively).filter(([key]) => key.slice("pairing.".length) in pairingKinds[kind].numbers),
  );

const defaultsOf = (kind: keyof typeof pairingKinds): object =>
  experimentOf({ "pairing.kind": kind }).pairing;

/** A pairing kind at work, its numbers lively. */
export const paired = (kind: keyof typeof pairingKinds): Settings => ({
  "pairing.kind": kind,
  "pairing.weight": 0.3,
  // Those that train embedding networks.
  ...("embedding" in defaultsOf(kind)
    ? { "pairing.embedding.hidden": [6], "pairing.embedding.size": 3 }
    : {}),
  ...ofKind(kind),
});

/** What every kind of data and network shares. */
const objective: readonly Axis[] = [
  { name: "loss", values: lossNames.map(loss => [loss, { loss }] as const) },
  switched("pairing", ...pairingNames.map(kind => [kind, paired(kind)] as const)),
  ...penaltyNames.map(penalty =>
    switched(
      penalty,
      ["at every step", { [strength(penalty)]: 0.5 }],
      ...("every" in penalties[penalty].numbers
        ? [["lazy", { [strength(penalty)]: 0.5, [`penalties.${penalty}.every`]: 3 }] as const]
        : []),
    ),
  ),
  switched("criticSteps", ["two", { criticSteps: 2 }]),
  switched("average", ["averaged", { average: 0.9 }]),
  switched("spectralNorm", ["normalised", { "discriminator.spectralNorm": true }]),
  switched("pack", ["two", { "discriminator.pack": 2 }], ["three", { "discriminator.pack": 3 }]),
  switched("latents", ["uniform", { "latent.distribution": "uniform" }]),
];

export const pointAxes: readonly Axis[] = [
  ...objective,
  // One with kinks, one without: gradients of gradients take other ways. Each activation has tests of its own.
  switched("activations", [
    "smooth",
    { "generator.activation": "tanh", "discriminator.activation": "swish" },
  ]),
];

const smallNetwork = (kind: string): Settings => {
  const sizes = kind === "mlp" ? { hidden: [6] } : { channels: 1 };
  return { generator: { kind, ...sizes }, discriminator: { kind, ...sizes } };
};

export const imageAxes: readonly Axis[] = [
  // First, since it replaces the networks whole.
  { name: "networks", values: ownKinds(networks).map(kind => [kind, smallNetwork(kind)] as const) },
  ...objective,
  switched("augment", ...Object.keys(augmentations).map(one => [one, { augment: [one] }] as const), [
    "all of them",
    { augment: Object.keys(augmentations) },
  ]),
];

/** An experiment of tiny networks with these settings. */
export function experimentOf(settings: Settings, kind: "ring" | "digits" = "ring") {
  const keyed = Object.entries(settings).map(([key, value]) => ({ key, value }));
  return readExperiment(JSON.stringify({ ...tiny, data: { kind } }), "tiny.gan.json", { settings: keyed });
}

/** One value of each axis, by index. */
export type Row = readonly number[];

export const settingsOf = (axes: readonly Axis[], row: Row): Settings =>
  Object.assign({}, ...axes.map(({ values }, i) => values[row[i] ?? 0]?.[1])) as Settings;

export const nameOf = (axes: readonly Axis[], row: Row): string =>
  axes
    .flatMap(({ name, values }, i) => {
      const label = values[row[i] ?? 0]?.[0] ?? "";
      return label === "none" ? [] : [`${name} ${label}`];
    })
    .join(", ");

/** The row with every value that `check` refuses beside the others taken back to the plain one. */
export function sensible(axes: readonly Axis[], row: Row, data: "ring" | "digits"): Row {
  try {
    experimentOf(settingsOf(axes, row), data);
    return row;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const refused = new Set(error.problems.map(({ path }) => path));
    const mended = row.map((value, i) =>
      Object.keys(axes[i]?.values[value]?.[1] ?? {}).some(key => refused.has(key)) ? 0 : value,
    );
    if (mended.every((value, i) => value === row[i])) throw error;
    return sensible(axes, mended, data);
  }
}

const pairName = (i: number, a: number, j: number, b: number): string =>
  i < j ? `${i}:${a} ${j}:${b}` : `${j}:${b} ${i}:${a}`;

/** Rows in which every two values of different axes occur together, chosen greedily. */
export function covering(axes: readonly Axis[], draw: Draw): Row[] {
  const open = new Map<string, readonly [number, number, number, number]>();
  axes.forEach((one, i) => {
    axes.slice(i + 1).forEach((other, k) => {
      const j = i + 1 + k;
      one.values.forEach((_, a) => {
        other.values.forEach((__, b) => open.set(pairName(i, a, j, b), [i, a, j, b]));
      });
    });
  });
  const rows: Row[] = [];
  for (;;) {
    const first = open.values().next().value;
    if (first === undefined) return rows;
    const [i, a, j, b] = first;
    const row = new Map([
      [i, a],
      [j, b],
    ]);
    axes.forEach(({ values }, axis) => {
      if (row.has(axis)) return;
      const gains = values.map((_, value) => {
        const gained = [...row].filter(([other, at]) => open.has(pairName(axis, value, other, at)));
        return gained.length + draw.number() / 2;
      });
      row.set(axis, gains.indexOf(Math.max(...gains)));
    });
    const chosen = axes.map((_, axis) => row.get(axis) ?? 0);
    chosen.forEach((value, axis) => {
      for (let other = axis + 1; other < axes.length; other++)
        open.delete(pairName(axis, value, other, chosen[other] ?? 0));
    });
    rows.push(chosen);
  }
}

/** Few rows in which every value occurs. */
export function eachValue(axes: readonly Axis[], draw: Draw): Row[] {
  const starts = axes.map(({ values }) => draw.whole(0, values.length - 1));
  const count = Math.max(...axes.map(({ values }) => values.length));
  return Array.from({ length: count }, (_, i) =>
    axes.map(({ values }, axis) => (i + (starts[axis] ?? 0)) % values.length),
  );
}

/** Any row. */
export const randomRow = (axes: readonly Axis[], draw: Draw): Row =>
  axes.map(({ values }) => draw.whole(0, values.length - 1));
