import { useRef } from "preact/hooks";
import type { Arranged, View } from "./arranged.ts";
import type { Column } from "./column.ts";
import type { CompareModel } from "./model.ts";
import { extentOf, nearestRow, type Extent } from "../numbers/modes.ts";
import { formatStep } from "../numbers/format.ts";
import { drawComparedPoints } from "../plates/compared-points.ts";
import { drawPictureGrid, pictureAt, pictureLayout } from "../plates/picture-grid.ts";
import { Plate } from "../plates/plate.tsx";
import { projection } from "../plates/scatter.ts";
import type { Surface } from "../plates/surface.ts";
import { zoomed } from "./zoom.ts";

export type RunInk = "run1" | "run2" | "run3" | "run4";
const runInks: readonly RunInk[] = ["run1", "run2", "run3", "run4"];

/** The baseline is grey; the others have a colour each, in the order of the columns. */
export function inkOf(model: CompareModel, column: Column): RunInk {
  const baseline = model.baseline.value;
  if (column === baseline) return "run1";
  const others = model.columns.value.filter(one => one !== baseline);
  return runInks[1 + others.indexOf(column)] ?? "run4";
}

/** The same part of the data in every column: around the baseline's real data. */
export function wholeExtent(model: CompareModel, { points }: Column): Extent {
  const real = model.baseline.value?.points.real.value.value ?? points.real.value.value;
  const samples = (real ?? points.samples.value.value)?.samples;
  return samples === undefined ? { centerX: 0, centerY: 0, half: 1 } : extentOf(samples, 0, 1);
}

/** That part enlarged and moved. */
function extentFor(model: CompareModel, column: Column): Extent {
  const { centerX, centerY, half } = wholeExtent(model, column);
  const { zoom, x, y } = model.viewOf(column.folder);
  return {
    centerX: centerX - (2 * half * x) / zoom,
    centerY: centerY + (2 * half * y) / zoom,
    half: half / zoom,
  };
}

/** What stands under a column's own samples, and whether its own are shown at all. */
function layersOf<T>(
  model: CompareModel,
  column: Column,
  { mode, opacity }: Arranged,
  samplesOf: (of: Column) => T | null,
) {
  const baseline = model.baseline.value;
  const base = baseline === null || baseline === column ? null : samplesOf(baseline);
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

function drawPictures(surface: Surface, model: CompareModel, column: Column): void {
  const samplesOf = (of: Column) => of.images.samples.value.value?.images ?? null;
  const held = samplesOf(column);
  const { base, opacity, own, moves } = layersOf(model, column, model.arranged.value, samplesOf);
  if (held === null) return;
  drawPictureGrid(surface, {
    own: own ? held : (base ?? held),
    base: own ? base : null,
    blend: moves ? "difference" : opacity,
    picked: column.images.picked.value,
    view: model.viewOf(column.folder),
  });
}

function drawPoints(surface: Surface, model: CompareModel, column: Column): void {
  const arranged = model.arranged.value;
  const samplesOf = (of: Column) => of.points.samples.value.value?.samples ?? null;
  const { base, opacity, own, moves } = layersOf(model, column, arranged, samplesOf);
  const { points } = column;
  const real = points.real.value.value;
  drawComparedPoints(surface, {
    extent: extentFor(model, column),
    axes: [0, 1],
    real: real?.samples ?? null,
    own: own ? samplesOf(column) : null,
    base,
    opacity,
    moves,
    ownInk: arranged.mode === "side by side" ? surface.inks.generated : surface.inks[inkOf(model, column)],
    baseInk: surface.inks.run1,
    modes: real?.modes ?? null,
    nearby: arranged.mode === "side by side" ? points.nearby.value.value : null,
    picked: arranged.picked,
    path: points.path.value.value,
  });
}

const WHEEL_STEP = 1.2;
/** Pixels around a sample in which it is meant. */
const REACH = 24;

/** One run's samples: scroll to zoom, drag to pan, click to pick a latent in all columns. */
export function ColumnPlate({ model, column }: { readonly model: CompareModel; readonly column: Column }) {
  const dragged = useRef<{ x: number; y: number; readonly view: View; moved: boolean } | null>(null);
  const drawn = column.drawn.value;
  const isOfImages = column.isOfImages.value;
  const pickAt = (event: MouseEvent, canvas: HTMLCanvasElement) => {
    if (drawn === null) return;
    const box = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    if (isOfImages) {
      model.pick(pictureAt(pictureLayout(drawn.count, box, model.viewOf(column.folder)), drawn.count, x, y));
      return;
    }
    const held = column.points.samples.value.value;
    if (held === null) return;
    const extent = extentFor(model, column);
    const to = projection(extent, box.width, box.height);
    const at = {
      x: extent.centerX + (x - box.width / 2) / to.scale,
      y: extent.centerY - (y - box.height / 2) / to.scale,
    };
    const { row, distance } = nearestRow(held.samples, [0, 1], at);
    if (row >= 0 && distance * to.scale < REACH) model.pick(row);
  };
  const name = model.nameOf(column.folder);
  const picked = isOfImages ? column.images.picked.value : model.arranged.value.picked;
  return (
    <Plate
      class="plate"
      role="img"
      tabIndex={0}
      aria-label={
        drawn === null
          ? `${name}: no samples yet`
          : `${name}: ${formatStep(drawn.count)} samples at step ${formatStep(drawn.step)}, latent ${picked} picked`
      }
      canvasRef={canvas => {
        column.canvas = canvas;
      }}
      draw={surface => {
        if (!column.isOfImages.value) drawPoints(surface, model, column);
        else {
          drawPictures(surface, model, column);
          if (column === model.columns.value[0]) model.measured(surface);
        }
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
