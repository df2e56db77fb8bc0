import { fillLatents, probeLatents } from "../data/latents.ts";
import type { Modes } from "../data/modes.ts";
import type { Model } from "../execution/model.ts";
import type { LatentMap, LatentPath, NearestModes, PointCloud } from "../protocol/pictures.ts";
import type { Rows, ViewerCalls } from "../protocol/viewer-calls.ts";
import type { RunInfo } from "../runs/run-info.ts";
import { latentsOnPath, positions, speedAlong } from "./interpolation.ts";
import { latentPlane, planeLatents, stretchOf } from "./latent-plane.ts";
import { nearestModes, shareOfEach } from "./nearest-modes.ts";
import { renderLatents } from "./render.ts";
import type { RunClasses } from "./run-classes.ts";

/** How many latents tell which share of them lands near each mode. */
const SHARED_LATENTS = 4096;

/** Where samples lie among the data's modes, or which class each is of. */
async function placed(
  { modes, classes, signal }: Pick<Drawing<unknown>, "modes" | "classes" | "signal">,
  samples: Rows,
): Promise<NearestModes> {
  if (classes === null) return nearestModes(cloudOf(samples), modes);
  const mode = await classes.classify(samples, signal);
  return { mode, sigmas: new Float32Array(mode.length) };
}

export function cloudOf({ shape: [rows = 0], data }: Rows): PointCloud {
  return { rows, dims: Math.max(1, data.length / Math.max(1, rows)), data };
}

/** What is drawn, and with what. */
interface Drawing<Params> {
  readonly params: Params;
  /** The checkpoint's step. */
  readonly step: number;
  readonly info: RunInfo;
  /** Of the data, where they are known. */
  readonly modes: Modes | null;
  readonly classes: RunClasses | null;
  readonly generator: Model;
  readonly signal: AbortSignal;
}

/** Two of the latents that every run renders. */
function probePair({ experiment: { latent } }: RunInfo, from: number, to: number) {
  const probes = probeLatents(latent, Math.max(from, to) + 1);
  const probe = (number: number) => probes.slice(number * latent.size, (number + 1) * latent.size);
  return { a: probe(from), b: probe(to) };
}

/** The path between two probe latents, and where its samples lie among the modes. */
export async function drawPath(drawing: Drawing<ViewerCalls["path"]["params"]>): Promise<LatentPath> {
  const { params, step, info, generator, signal } = drawing;
  const { a, b } = probePair(info, params.from, params.to);
  const t = positions(params.count);
  const latents = latentsOnPath(a, b, t, params.path);
  const samples = await renderLatents(generator, latents, signal);
  const speeds = speedAlong(samples, t);
  return {
    step,
    from: params.from,
    to: params.to,
    path: params.path,
    t: Float64Array.from(t),
    latents: latents.data,
    samples: cloudOf(samples),
    distances: Float32Array.from(speeds, (speed, i) => speed * ((t[i + 1] ?? 0) - (t[i] ?? 0))),
    ...(await placed(drawing, samples)),
  };
}

/** The generator over a plane of its latent space. */
export async function drawLatentMap(
  drawing: Drawing<ViewerCalls["latentMap"]["params"]>,
): Promise<LatentMap> {
  const { params, step, info, generator, signal } = drawing;
  const { columns, rows } = params;
  const { latent } = info.experiment;
  const { a, b } = probePair(info, params.from, params.to);
  const plane = latentPlane(latent, a, b);
  const grid = { shape: [rows * columns, latent.size], data: planeLatents(plane, columns, rows) };
  const outputs = await renderLatents(generator, grid, signal);
  const samples = cloudOf(outputs);
  return {
    step,
    columns,
    rows,
    ...plane,
    samples,
    ...(await placed(drawing, outputs)),
    stretch: stretchOf({ columns, rows, dims: samples.dims, data: samples.data }, plane.extent),
    shares: await sharesOf(drawing),
  };
}

async function sharesOf(drawing: Drawing<unknown>): Promise<Float64Array> {
  const { info, modes, classes, generator, signal } = drawing;
  const parts = modes?.count ?? (classes?.unsure === null ? classes.classes.count : 0);
  if (parts === 0) return new Float64Array();
  const { latent } = info.experiment;
  const data = new Float32Array(SHARED_LATENTS * latent.size);
  fillLatents(data, latent, { seed: 0, stream: "userLatents", step: 0 });
  const samples = await renderLatents(generator, { shape: [SHARED_LATENTS, latent.size], data }, signal);
  return shareOfEach((await placed(drawing, samples)).mode, parts);
}
