import { normalOf } from "../../src/data/normal.ts";
import type { KnownModes } from "../../src/measures/sample-measures.ts";
import type { Points } from "../../src/measures/points.ts";
import { normals, points } from "../support/made-points.ts";
import { uniform } from "../support/uniform.ts";

/** What a fault harms: samples that are real, all of the data, modes, what is inside them, one output a latent, new samples. */
export type Question = "fidelity" | "diversity" | "modes" | "inside" | "latents" | "novelty";

/** A generator that is known to be right, or wrong in one way. */
export interface KnownGenerator {
  readonly name: string;
  readonly harms: readonly Question[];
  /** Where no answer is the right one. */
  readonly open?: readonly Question[];
  readonly dims: number;
  readonly rows: number;
  readonly generate: (z: ArrayLike<number>) => readonly number[];
}

const MODES = 8;
const STD = 0.02;

/** Eight normals on a circle of radius 2, in the first two of so many dimensions. */
export function modesOf(dims: number): KnownModes {
  const centers = new Float64Array(MODES * dims);
  for (let m = 0; m < MODES; m++) centers.set(centerOf(m), m * dims);
  const [std, weights] = [new Float64Array(MODES).fill(STD), new Float64Array(MODES).fill(1 / MODES)];
  return { kind: "places", count: MODES, centers, std, weights };
}

const centerOf = (m: number): readonly [number, number] => {
  const angle = (2 * Math.PI * m) / MODES;
  return [2 * Math.cos(angle), 2 * Math.sin(angle)];
};

/** Samples of the data themselves. */
export function realSamples(dims: number, rows: number, seed: number): Points {
  const next = uniform(seed);
  const modes = Array.from({ length: rows }, () => Math.floor(next() * MODES));
  const { data } = normals(rows, dims, seed + 1);
  return points(rows, dims, i => {
    const d = i % dims;
    return (centerOf(modes[Math.floor(i / dims)] ?? 0)[d] ?? 0) + STD * (data[i] ?? 0);
  });
}

/** A latent's mode, by its angle, and where it is inside: two numbers from 0 to 1, uniform for normal latents. */
interface Place {
  readonly mode: number;
  readonly u: number;
  readonly v: number;
}

function placeOf(z: ArrayLike<number>, modes: number): Place {
  const [x, y] = [z[0] ?? 0, z[1] ?? 0];
  const turn = (Math.atan2(y, x) / (2 * Math.PI) + 1) % 1;
  const mode = Math.min(modes - 1, Math.floor(turn * modes));
  return { mode: (mode * MODES) / modes, u: turn * modes - mode, v: 1 - Math.exp(-(x * x + y * y) / 2) };
}

const normalAt = (share: number): number =>
  normalOf(Math.min(2 ** 32 - 1, Math.floor(Math.min(1, Math.max(0, share)) * 2 ** 32)));

/** A point of a mode: one output a latent, smooth inside the mode, and exactly the data's distribution. */
function pointOf({ mode, u, v }: Place, rest: readonly number[], scale = 1): number[] {
  const [x, y] = centerOf(mode);
  return [
    x + scale * STD * normalAt(u),
    y + scale * STD * normalAt(v),
    ...rest.map(value => scale * STD * value),
  ];
}

const restOf = (z: ArrayLike<number>): number[] => Array.from(z).slice(2);
const right = (z: ArrayLike<number>) => pointOf(placeOf(z, MODES), restOf(z));
const middle = (share: number, of: number) => (Math.min(of - 1, Math.floor(share * of)) + 0.5) / of;
const fold = (share: number) => Math.abs(2 * share - 1);

/** Those that were trained on: few, so that copies are far from each other. */
export const trained = realSamples(2, 400, 71);

function copied(z: ArrayLike<number>): readonly number[] {
  const [x = 0, y = 0] = right(z);
  let [best, least] = [0, Infinity];
  for (let i = 0; i < trained.rows; i++) {
    const away = ((trained.data[2 * i] ?? 0) - x) ** 2 + ((trained.data[2 * i + 1] ?? 0) - y) ** 2;
    if (away < least) [best, least] = [i, away];
  }
  return [trained.data[2 * best] ?? 0, trained.data[2 * best + 1] ?? 0];
}

const plane = { dims: 2, rows: 2000 };

export const generators: readonly KnownGenerator[] = [
  { name: "perfect", harms: [], ...plane, generate: right },
  {
    name: "shifted by 5 deviations",
    harms: ["fidelity", "diversity"],
    open: ["modes", "inside"],
    ...plane,
    generate: z => right(z).map((value, d) => (d === 0 ? value + 5 * STD : value)),
  },
  {
    name: "modes shrunk to 0.3",
    harms: ["diversity", "inside"],
    ...plane,
    generate: z => pointOf(placeOf(z, MODES), [], 0.3),
  },
  {
    name: "25 outputs a mode",
    harms: ["diversity", "inside", "latents"],
    ...plane,
    generate: z => {
      const { mode, u, v } = placeOf(z, MODES);
      return pointOf({ mode, u: middle(u, 5), v: middle(v, 5) }, []);
    },
  },
  {
    name: "4 of 8 modes",
    harms: ["diversity", "modes"],
    // Each mode has twice the latents: the map is another one.
    open: ["latents"],
    ...plane,
    generate: z => pointOf(placeOf(z, MODES / 2), []),
  },
  {
    name: "four latents to one output",
    harms: ["latents"],
    ...plane,
    generate: z => {
      const { mode, u, v } = placeOf(z, MODES);
      return pointOf({ mode, u: fold(u), v: fold(v) }, []);
    },
  },
  {
    name: "20 % noise",
    harms: ["fidelity"],
    ...plane,
    generate: z => {
      const { mode, u, v } = placeOf(z, MODES);
      if (u < 0.8) return pointOf({ mode, u: u / 0.8, v }, []);
      return [6 * ((5 * u - 4 + mode) / MODES) - 3, 6 * v - 3];
    },
  },
  {
    name: "copies of 400 trained on",
    harms: ["diversity", "latents", "novelty"],
    open: ["inside"],
    ...plane,
    generate: copied,
  },
  {
    name: "one output",
    harms: ["diversity", "modes", "inside", "latents"],
    ...plane,
    generate: () => [2, 0],
  },
  { name: "perfect, 250 samples", harms: [], dims: 2, rows: 250, generate: right },
  { name: "perfect, 32 dimensions", harms: [], open: ["latents"], dims: 32, rows: 2000, generate: right },
  {
    name: "shrunk to 0.7, 32 dimensions",
    harms: ["diversity", "inside"],
    open: ["latents"],
    dims: 32,
    rows: 2000,
    generate: z => pointOf(placeOf(z, MODES), restOf(z), 0.7),
  },
];
