import type { LatentMap, LatentPath } from "../../src/protocol/dashboard.ts";
import { latentImage, type Colouring } from "./latent-image.ts";
import { clipToPlate, disc, fitted, font, rimmedText, type Surface } from "./surface.ts";

export type Place = readonly [number, number];

/** A plane of latents in cells; without an origin it goes through the middle of the latent space. */
export interface MapPlane extends Pick<LatentMap, "columns" | "rows" | "extent" | "axisX" | "axisY"> {
  readonly origin?: Float32Array;
}

type PathInLatents = Pick<LatentPath, "t" | "latents">;

/** Where a latent, or its shadow, lies in the map's plane, in pixels. */
function placeOf(map: MapPlane, latent: ArrayLike<number>, width: number, height: number): Place {
  const along = (axis: Float32Array) =>
    axis.reduce((sum, part, i) => sum + part * ((latent[i] ?? 0) - (map.origin?.[i] ?? 0)), 0) / map.extent;
  return [(width / 2) * (1 + along(map.axisX)), (height / 2) * (1 - along(map.axisY))];
}

/** The cell under a pixel, row-major from the lowest row. */
export function cellAt(map: Pick<MapPlane, "columns" | "rows">, x: number, y: number): number {
  const column = Math.min(map.columns - 1, Math.max(0, Math.floor(x * map.columns)));
  const row = Math.min(map.rows - 1, Math.max(0, Math.floor((1 - y) * map.rows)));
  return row * map.columns + column;
}

/** The map itself: cells, circles at 1 and 2 standard deviations of the latents, numbers of the regions. */
export function drawLatentMap(
  surface: Surface,
  map: LatentMap,
  colouring: Colouring,
  avoid: LatentPath | null,
): void {
  const { context, width, height, inks } = surface;
  context.save();
  clipToPlate(surface);
  context.imageSmoothingEnabled = false;
  context.drawImage(latentImage(map, colouring, inks), 0, 0, width, height);
  context.strokeStyle = inks.foreground;
  context.globalAlpha = 0.35;
  context.setLineDash([2, 3]);
  context.lineWidth = 1;
  for (const sigmas of [1, 2]) {
    disc(context, width / 2, height / 2, ((sigmas / map.extent) * width) / 2);
    context.stroke();
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
  context.restore();
  const { by, parts } = colouring;
  if (by === "mode" && parts !== null) {
    const inLatents = (index: number, count: number) => ((2 * (index + 0.5)) / count - 1) * map.extent;
    numberRegions(surface, map, {
      labels: map.mode,
      nameOf: parts.nameOf,
      // As latents are distributed in the plane.
      massAt: (column, row) =>
        Math.exp(-(inLatents(column, map.columns) ** 2 + inLatents(row, map.rows) ** 2) / 2),
      taken: avoid === null ? [] : pathPlaces(map, avoid, width, height, 25),
    });
  }
}

/** Regions below this share of the latents carry no number. */
const LEAST_NUMBERED = 0.012;

interface Region {
  mass: number;
  x: number;
  y: number;
}

export interface Regions {
  /** [rows * columns] */
  readonly labels: Uint16Array;
  readonly nameOf: (label: number) => string;
  /** How much a cell counts. */
  readonly massAt: (column: number, row: number) => number;
  /** Where no name may stand: a path, its ends first and last. */
  readonly taken: readonly Place[];
}

/** Puts each label's name on the cell of its region that is nearest to the region's centre of mass. */
export function numberRegions(
  { context, width, height, inks }: Surface,
  { columns, rows }: Pick<MapPlane, "columns" | "rows">,
  { labels, nameOf, massAt, taken }: Regions,
): void {
  const regions = new Map<number, Region>();
  let total = 0;
  labels.forEach((number, cell) => {
    const [column, row] = [cell % columns, Math.floor(cell / columns)];
    const mass = massAt(column, row);
    const region = regions.get(number) ?? { mass: 0, x: 0, y: 0 };
    region.mass += mass;
    region.x += mass * column;
    region.y += mass * row;
    total += mass;
    regions.set(number, region);
  });
  const best = new Map<number, { distance: number; place: Place }>();
  labels.forEach((number, cell) => {
    const region = regions.get(number);
    if (region === undefined || region.mass / total < LEAST_NUMBERED) return;
    const [column, row] = [cell % columns, Math.floor(cell / columns)];
    const distance = (column - region.x / region.mass) ** 2 + (row - region.y / region.mass) ** 2;
    if (distance >= (best.get(number)?.distance ?? Infinity)) return;
    const place: Place = [((column + 0.5) / columns) * width, (1 - (row + 0.5) / rows) * height];
    if (taken.some(([x, y], i) => Math.hypot(x - place[0], y - place[1]) < (i % 24 === 0 ? 17 : 12))) return;
    best.set(number, { distance, place });
  });
  context.font = font(inks, 11, 700);
  for (const [number, { place }] of best) {
    rimmedText(context, fitted(context, nameOf(number), width / 3), place[0], place[1], {
      fill: "#fff",
      rim: "#000000a0",
    });
  }
}

export function pathPlaces(
  map: MapPlane,
  path: PathInLatents,
  width: number,
  height: number,
  count: number,
): Place[] {
  const rows = path.t.length;
  const size = map.axisX.length;
  return Array.from({ length: count }, (_, i) => {
    const row = Math.round((i / Math.max(1, count - 1)) * (rows - 1));
    return placeOf(map, path.latents.subarray(row * size, (row + 1) * size), width, height);
  });
}

/** A path as a white line on a dark one. */
export function drawPathLine(context: CanvasRenderingContext2D, places: readonly Place[]): void {
  context.lineJoin = "round";
  context.beginPath();
  for (const place of places) context.lineTo(...place);
  context.lineWidth = 4;
  context.strokeStyle = "#000000b0";
  context.stroke();
  context.lineWidth = 1.5;
  context.strokeStyle = "#fff";
  context.stroke();
}

/** A probe latent's letter on a disc. */
export function drawLetter({ context, inks }: Surface, place: Place, letter: string): void {
  disc(context, ...place, 7);
  context.fillStyle = "#fff";
  context.fill();
  context.font = font(inks, 10, 700);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = "#111";
  context.fillText(letter, place[0], place[1] + 0.5);
}

/** Where the path is scrubbed to. */
export function drawScrubbed({ context, inks }: Surface, place: Place): void {
  disc(context, ...place, 5);
  context.fillStyle = inks.pairing;
  context.fill();
  context.strokeStyle = "#111";
  context.lineWidth = 2;
  context.stroke();
}

/** The path over the map, its ends, the scrubbed place, and the cell that is pointed at. */
export function drawMapOverlay(
  surface: Surface,
  map: LatentMap,
  path: LatentPath | null,
  t: number,
  cell: number | null,
): void {
  const { context, width, height } = surface;
  if (path !== null) {
    const places = pathPlaces(map, path, width, height, path.t.length);
    drawPathLine(context, places);
    const ends = [
      [places[0], "A"],
      [places.at(-1), "B"],
    ] as const;
    for (const [place, letter] of ends) if (place !== undefined) drawLetter(surface, place, letter);
    const at = places[Math.round(t * (places.length - 1))];
    if (at !== undefined) drawScrubbed(surface, at);
  }
  if (cell !== null) {
    const [column, row] = [cell % map.columns, Math.floor(cell / map.columns)];
    disc(context, ((column + 0.5) / map.columns) * width, (1 - (row + 0.5) / map.rows) * height, 6);
    context.strokeStyle = "#fff";
    context.lineWidth = 1.5;
    context.stroke();
  }
}
