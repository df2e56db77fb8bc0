import { useRef } from "preact/hooks";
import type { Arranged, View } from "./arranged.ts";
import { MOST_ZOOM } from "./arranged.ts";
import type { Column } from "./column.ts";
import type { CompareModel } from "./model.ts";
import { extentOf, nearestRow, type Extent } from "../numbers/modes.ts";
import { formatStep } from "../numbers/format.ts";
import { drawComparedPoints } from "../plates/compared-points.ts";
import { drawPictureGrid, gridLayout, pictureAt } from "../plates/picture-grid.ts";
import { Plate } from "../plates/plate.tsx";
import { projection } from "../plates/scatter.ts";
import type { Surface } from "../plates/surface.ts";

export type RunInk = "run1" | "run2" | "run3" | "run4";
const runInks: readonly RunInk[] = ["run1", "run2", "run3", "run4"];

/** The baseline is grey; the others have a colour each, in the order of the columns. */
export function inkOf(model: CompareModel, column: Column): RunInk {
  const baseline = model.baseline.value;
  if (column === baseline) return "run1";
  const others = model.columns.value.filter(one => one !== baseline);
  return runInks[1 + others.indexOf(column)] ?? "run4";
}

/** The same part of the data in every column: around the baseline's real data, enlarged and moved. */
function extentFor(model: CompareModel, column: Column): Extent {
  const real = model.baseline.value?.real.value.value?.samples ?? column.real.value.value?.samples;
  const samples = real ?? column.samples.value.value?.samples;
  const { centerX, centerY, half } =
    samples === undefined ? { centerX: 0, centerY: 0, half: 1 } : extentOf(samples, 0, 1);
  const { zoom, x, y } = model.viewOf(column.folder);
  return {
    centerX: centerX - (2 * half * x) / zoom,
    centerY: centerY + (2 * half * y) / zoom,
    half: half / zoom,
  };
}

/** What a column shows under its own samples, and whether it shows its own at all. */
function layersOf(model: CompareModel, column: Column, { mode, opacity }: Arranged) {
  const baseline = model.baseline.value;
  const base = baseline === null || baseline === column ? null : baseline.samples.value.value;
  switch (mode) {
    case "side by side":
      return { base: null, opacity: 1, own: true, moves: false };
    case "overlay":
      return { base, opacity: base === null ? 1 : opacity, own: true, moves: false };
    case "flicker": {
      const shown = base !== null && model.flicked.value;
      return { base: shown ? base : null, opacity: 1, own: !shown, moves: false };
    }
    case "difference":
      return { base, opacity: 1, own: true, moves: base !== null };
    default:
      return mode satisfies never;
  }
}

function draw(surface: Surface, model: CompareModel, column: Column): void {
  const held = column.samples.value.value;
  const arranged = model.arranged.value;
  const { base, opacity, own, moves } = layersOf(model, column, arranged);
  if (column.run.value?.domain === "images") {
    if (held === null) return;
    const shape = held.shape;
    const under = base === null ? null : { shape: base.shape, data: base.samples.data };
    drawPictureGrid(surface, {
      own: own || under === null ? { shape, data: held.samples.data } : under,
      base: own ? under : null,
      blend: moves ? "difference" : opacity,
      picked: arranged.picked,
      view: model.viewOf(column.folder),
    });
    return;
  }
  const ink = inkOf(model, column);
  const real = column.real.value.value;
  drawComparedPoints(surface, {
    extent: extentFor(model, column),
    axes: [0, 1],
    real: real?.samples ?? null,
    own: own ? (held?.samples ?? null) : null,
    base: base?.samples ?? null,
    opacity,
    moves,
    ownInk: arranged.mode === "side by side" ? surface.inks.generated : surface.inks[ink],
    baseInk: surface.inks.run1,
    modes: real?.modes ?? null,
    nearby: arranged.mode === "side by side" ? column.nearby.value.value : null,
    picked: arranged.picked,
    path: arranged.path ? column.path.value.value : null,
  });
}

const WHEEL_STEP = 1.2;
/** Pixels around a sample in which it is meant. */
const REACH = 24;

/** The view after zooming by `factor` around a place, given in shares of the plate from its middle. */
export function zoomed({ zoom, x, y }: View, factor: number, atX = 0, atY = 0): View {
  const next = Math.max(1, Math.min(MOST_ZOOM, zoom * factor));
  const real = next / zoom;
  return next === 1
    ? { zoom: 1, x: 0, y: 0 }
    : { zoom: next, x: atX + (x - atX) * real, y: atY + (y - atY) * real };
}

/** One run's samples: scroll to zoom, drag to pan, click to pick a latent in all columns. */
export function ColumnPlate({ model, column }: { readonly model: CompareModel; readonly column: Column }) {
  const dragged = useRef<{ x: number; y: number; readonly view: View; moved: boolean } | null>(null);
  const held = column.samples.value.value;
  const pickAt = (event: MouseEvent, canvas: HTMLCanvasElement) => {
    if (held === null) return;
    const box = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    if (column.run.value?.domain === "images") {
      const count = held.shape[0] ?? 0;
      model.pick(
        pictureAt(gridLayout(count, box.width, box.height, model.viewOf(column.folder)), count, x, y),
      );
      return;
    }
    const extent = extentFor(model, column);
    const to = projection(extent, box.width, box.height);
    const at = {
      x: extent.centerX + (x - box.width / 2) / to.scale,
      y: extent.centerY - (y - box.height / 2) / to.scale,
    };
    const { row, distance } = nearestRow(held.samples, [0, 1], at);
    if (row >= 0 && distance * to.scale < REACH) model.pick(row);
  };
  const name = column.run.value?.name ?? "";
  const { picked } = model.arranged.value;
  return (
    <Plate
      class="plate"
      role="img"
      tabIndex={0}
      aria-label={
        held === null
          ? `${name}: no samples yet`
          : `${name}: ${formatStep(held.samples.rows)} samples at step ${formatStep(held.step)}, latent ${picked} picked`
      }
      canvasRef={canvas => {
        column.canvas = canvas;
      }}
      draw={surface => {
        draw(surface, model, column);
      }}
      onWheel={event => {
        event.preventDefault();
        const box = event.currentTarget.getBoundingClientRect();
        const atX = (event.clientX - box.left) / box.width - 0.5;
        const atY = (event.clientY - box.top) / box.height - 0.5;
        const factor = event.deltaY < 0 ? WHEEL_STEP : 1 / WHEEL_STEP;
        model.setView(column.folder, zoomed(model.viewOf(column.folder), factor, atX, atY));
      }}
      onPointerDown={event => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const view = model.viewOf(column.folder);
        dragged.current = { x: event.clientX, y: event.clientY, view, moved: false };
      }}
      onPointerMove={event => {
        const drag = dragged.current;
        if (drag === null) return;
        const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
        drag.moved ||= Math.hypot(dx, dy) > 4;
        if (!drag.moved || drag.view.zoom === 1) return;
        const box = event.currentTarget.getBoundingClientRect();
        const { zoom, x, y } = drag.view;
        model.setView(column.folder, { zoom, x: x + dx / box.width, y: y + dy / box.height });
      }}
      onPointerUp={event => {
        if (dragged.current?.moved === false) pickAt(event, event.currentTarget);
        dragged.current = null;
      }}
      onPointerCancel={() => {
        dragged.current = null;
      }}
    />
  );
}
