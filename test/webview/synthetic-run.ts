import type { LatentMap, LatentPath, ModeFacts, PointCloud, ScoreMap } from "../../src/protocol/pictures.ts";
import { uniform } from "../support/uniform.ts";

/**
 * A ring of eight Gaussians and a generator written down instead of trained: it begins as one blob, spreads over the
 * ring, and once pairing was turned on at step 3,000 it fills every mode. The same in every browser.
 */

export const MODES = 8;
export const RADIUS = 2;
export const STD = 0.03;
export const PAIRED_AT = 3000;

export function normal(seed: number): () => number {
  const next = uniform(seed);
  return () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

export const modes: ModeFacts = {
  count: MODES,
  centers: Float64Array.from({ length: 2 * MODES }, (_, i) => {
    const angle = (2 * Math.PI * Math.floor(i / 2)) / MODES;
    return RADIUS * (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle));
  }),
  std: new Float64Array(MODES).fill(STD),
  weights: new Float64Array(MODES).fill(1 / MODES),
};

export function realSamples(count: number): PointCloud {
  const draw = normal(7);
  const data = new Float32Array(2 * count);
  for (let row = 0; row < count; row++) {
    for (let d = 0; d < 2; d++)
      data[2 * row + d] = (modes.centers[2 * (row % MODES) + d] ?? 0) + STD * draw();
  }
  return { rows: count, dims: 2, data };
}

/** From 0 (one blob) to 1 (every latent in its mode). */
const sharpness = (step: number): number =>
  step < PAIRED_AT ? 0.25 * (step / PAIRED_AT) : 0.25 + 0.72 * (1 - Math.exp(-(step - PAIRED_AT) / 1500));

/** The output for one latent at a step. */
export function generate(step: number, x: number, y: number): [number, number] {
  const sharp = sharpness(step);
  const angle = Math.atan2(y, x) + 0.35 * Math.sin(step / 900);
  const place = (angle * MODES) / (2 * Math.PI);
  const mode = Math.round(place);
  const off = place - mode;
  // The flank between two modes becomes steeper as the run goes on.
  const steep = Math.sign(off) * 0.5 * (2 * Math.abs(off)) ** (1 + 9 * sharp);
  const turned = ((mode + steep) * 2 * Math.PI) / MODES;
  const length = Math.hypot(x, y);
  const drift = (1 - sharp) * (0.5 * Math.sin(3 * angle + step / 700) + 0.25 * (length - 1.2));
  const radius = RADIUS * Math.min(1, 0.35 + step / 1500) + drift + STD * (length - 1.2) * 1.3;
  const across = STD * 2.2 * off;
  return [
    radius * Math.cos(turned) - across * Math.sin(turned),
    radius * Math.sin(turned) + across * Math.cos(turned),
  ];
}

export const probes: Float32Array = (() => {
  const draw = normal(20260421);
  return Float32Array.from({ length: 2048 }, draw);
})();

export function outputs(step: number, latents: Float32Array): PointCloud {
  const rows = latents.length / 2;
  const data = new Float32Array(latents.length);
  for (let row = 0; row < rows; row++)
    data.set(generate(step, latents[2 * row] ?? 0, latents[2 * row + 1] ?? 0), 2 * row);
  return { rows, dims: 2, data };
}

export const samplesAt = (step: number): PointCloud => outputs(step, probes);

function nearest({ rows, data }: PointCloud): {
  mode: Uint16Array<ArrayBuffer>;
  sigmas: Float32Array<ArrayBuffer>;
} {
  const mode = new Uint16Array(rows);
  const sigmas = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const distances = Array.from({ length: MODES }, (_, m) =>
      Math.hypot(
        (data[2 * row] ?? 0) - (modes.centers[2 * m] ?? 0),
        (data[2 * row + 1] ?? 0) - (modes.centers[2 * m + 1] ?? 0),
      ),
    );
    const least = Math.min(...distances);
    mode[row] = distances.indexOf(least);
    sigmas[row] = least / STD;
  }
  return { mode, sigmas };
}

export function pathAt(
  step: number,
  { from, to, count, path }: { from: number; to: number; count: number; path: "slerp" | "lerp" },
): LatentPath {
  const probe = (index: number) => [probes[2 * index] ?? 0, probes[2 * index + 1] ?? 0] as const;
  const [a, b] = [probe(from), probe(to)];
  const [lengthA, lengthB] = [Math.hypot(...a), Math.hypot(...b)];
  let turn = Math.atan2(b[1], b[0]) - Math.atan2(a[1], a[0]);
  if (turn > Math.PI) turn -= 2 * Math.PI;
  if (turn < -Math.PI) turn += 2 * Math.PI;
  const t = Float64Array.from({ length: count }, (_, i) => i / (count - 1));
  const latents = new Float32Array(2 * count);
  t.forEach((at, row) => {
    if (path === "lerp") {
      latents.set([a[0] + (b[0] - a[0]) * at, a[1] + (b[1] - a[1]) * at], 2 * row);
      return;
    }
    const angle = Math.atan2(a[1], a[0]) + turn * at;
    const length = lengthA + (lengthB - lengthA) * at;
    latents.set([length * Math.cos(angle), length * Math.sin(angle)], 2 * row);
  });
  const samples = outputs(step, latents);
  const { data } = samples;
  const distances = Float32Array.from({ length: count - 1 }, (_, i) =>
    Math.hypot((data[2 * i + 2] ?? 0) - (data[2 * i] ?? 0), (data[2 * i + 3] ?? 0) - (data[2 * i + 1] ?? 0)),
  );
  return { step, from, to, path, t, latents, samples, distances, ...nearest(samples) };
}

export function mapAt(step: number, columns: number, rows: number): LatentMap {
  const extent = 2.6;
  const latents = new Float32Array(2 * columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = [(2 * (column + 0.5)) / columns - 1, (2 * (row + 0.5)) / rows - 1] as const;
      latents.set([extent * at[0], extent * at[1]], 2 * (row * columns + column));
    }
  }
  const samples = outputs(step, latents);
  const width = (2 * extent) / columns;
  const stretch = Float32Array.from({ length: columns * rows }, (_, cell) => {
    const beside = cell % columns < columns - 1 ? cell + 1 : cell - 1;
    const above = cell < columns * (rows - 1) ? cell + columns : cell - columns;
    const moved = (to: number) =>
      [0, 1].map(d => ((samples.data[2 * to + d] ?? 0) - (samples.data[2 * cell + d] ?? 0)) / width);
    return Math.hypot(...moved(beside), ...moved(above));
  });
  const counted = nearest(outputs(step, probes));
  const shares = new Float64Array(MODES);
  counted.mode.forEach(mode => {
    shares[mode] = (shares[mode] ?? 0) + 1 / counted.mode.length;
  });
  const axisX = Float32Array.of(1, 0);
  const axisY = Float32Array.of(0, 1);
  return { step, columns, rows, extent, axisX, axisY, samples, stretch, shares, ...nearest(samples) };
}

export function scoresAt(
  step: number,
  rectangle: ScoreMap["rectangle"],
  columns: number,
  rows: number,
): ScoreMap {
  const { x0, x1, y0, y1 } = rectangle;
  const scores = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = x0 + ((x1 - x0) * (column + 0.5)) / columns;
      const y = y0 + ((y1 - y0) * (row + 0.5)) / rows;
      const angle = Math.atan2(y, x);
      const ring = Math.exp(-(((Math.hypot(x, y) - RADIUS) / 0.7) ** 2));
      scores[row * columns + column] =
        1.2 * ring * Math.cos(MODES * angle) + 0.4 * Math.sin(2 * angle + step / 800) - 0.3;
    }
  }
  return { step, rectangle, columns, rows, scores };
}

/** What a run of this kind records at a step, by tag. */
export function scalarsAt(step: number, evaluationEvery: number): Readonly<Record<string, number>> {
  const noise = (stream: number) => normal(step * 31 + stream)();
  const paired = Math.max(0, step - PAIRED_AT);
  const wave = Math.exp(-step / 400);
  const rise = paired === 0 ? 0 : Math.exp(-(((paired - 180) / 260) ** 2));
  const scalars: Record<string, number> = {
    "loss/generator": 0.71 + 0.02 * wave + 0.02 * noise(1),
    "loss/discriminator": 1.36 + 0.05 * wave + 0.02 * noise(2),
    "score/real": 0.1 + 0.02 * noise(3),
    "score/fake": -0.1 + 0.02 * noise(4),
    "speed/steps_per_second": 158,
    "loss/pairing":
      1.45 + 1.8 * wave + 0.7 * rise + 0.25 * Math.sin(step / 420) * Math.exp(-step / 2500) + 0.1 * noise(5),
    "pairing/accuracy": Math.min(1, Math.max(0, 0.55 + 0.1 * (1 - wave) + 0.03 * noise(6))),
  };
  if (step % evaluationEvery !== 0) return scalars;
  const late = 1 - Math.exp(-paired / 1400);
  return {
    ...scalars,
    "quality/precision": Math.max(0, 0.01 + 0.52 * late + 0.01 * noise(7)),
    "quality/recall": Math.min(1, Math.max(0, step < PAIRED_AT ? 0.9 + 0.12 * noise(8) : 0.55 + 0.45 * late)),
    "quality/density": Math.max(0, 0.01 + 0.42 * late + 0.01 * noise(9)),
    "quality/coverage": Math.max(0, 0.02 + 0.76 * late + 0.012 * noise(10)),
    "quality/modes": step < PAIRED_AT ? Math.abs(Math.round(2 + 1.5 * noise(11))) : Math.round(4 + 4 * late),
    "quality/high_quality": Math.max(0, 0.02 + 0.5 * late),
    "quality/mode_kl": 0.3 * (1 - late),
    "collapse/latent_recovery": 0.2 - 0.17 * late + 0.01 * noise(12),
    "collapse/effective_rank": Math.min(2, 1.35 + 0.34 * late + 0.03 * noise(13)),
    "collapse/log_condition": 1.1 - 0.7 * late + 0.05 * noise(14),
    "collapse/distance_ratio_p05": 0.4 - 0.22 * late + 0.03 * noise(15),
    "collapse/mode_spread": 0.6 + 0.5 * late + 0.05 * noise(16),
    "pairing/gradient_ratio": paired === 0 ? 0 : 0.35 + 0.1 * Math.exp(-paired / 500) + 0.02 * noise(17),
  };
}
