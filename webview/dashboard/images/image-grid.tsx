import { signal, useComputed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { formatStep } from "../../numbers/format.ts";
import {
  gridOf,
  imageAt,
  moved,
  revealing,
  steppedTo,
  zoomed,
  type Grid,
  type GridView,
} from "../../numbers/image-grid.ts";
import { drawImageGrid, type GridMark, type GridScene } from "../../plates/image-grid.ts";
import { Plate } from "../../plates/plate.tsx";
import { usePage, type Page } from "../context.ts";

/** A pointer that moved farther than this drags; else it clicks. */
const CLICK = 4;
const ZOOM_STEP = 1.25;

export function gridShapeOf({ model, images }: Page) {
  return {
    columns: model.field("columns").value,
    withReal: model.field("layers").value.real,
    count: images.count.value,
  };
}

export function marksOf({ images }: Page): GridMark[] {
  const { from, to, third } = images.ends.value;
  const letters = new Map<number, string>();
  for (const [index, letter] of [
    [third, "C"],
    [to, "B"],
    [from, "A"],
  ] as const)
    letters.set(index, letter);
  return Array.from(letters, ([index, letter]) => ({ index, letter }));
}

/** What the grid shows now; reading it subscribes to all of it. */
export function gridSceneOf(page: Page, side: number): GridScene {
  const { model, images } = page;
  return {
    grid: gridOf(gridShapeOf(page), side, model.field("gridView").value),
    generated: images.samples.value.value?.images ?? null,
    real: images.real.value.value?.images ?? null,
    marks: marksOf(page),
    picked: images.picked.value,
  };
}

interface Drag {
  readonly x: number;
  readonly y: number;
  readonly grid: Grid;
}

/** The probe latents' images at the shown step, real images beside them. */
export function ImageGrid() {
  const page = usePage();
  const { model, images } = page;
  const over = useMemo(() => signal<number | null>(null), []);
  const drag = useMemo(() => signal<Drag | null>(null), []);
  const look = (gridView: GridView) => {
    model.arrange({ gridView });
  };
  const gridIn = (canvas: HTMLCanvasElement) =>
    gridOf(gridShapeOf(page), canvas.clientWidth, model.field("gridView").peek());
  const placeIn = (event: MouseEvent) => {
    const box = (event.currentTarget as HTMLCanvasElement).getBoundingClientRect(); // the canvas it is set on
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const choose = (index: number, asEnd: "from" | "to" | null) => {
    model.arrange({ picked: index, ...(asEnd === null ? {} : { [asEnd]: index }) });
  };
  const onKeyDown = (event: KeyboardEvent & { readonly currentTarget: HTMLCanvasElement }) => {
    const grid = gridIn(event.currentTarget);
    const held = images.picked.value;
    const half = grid.side / 2;
    const pan = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    }[event.key];
    const page = Math.max(1, Math.floor(grid.side / grid.pitch));
    const stepped = steppedTo(grid, held, event.key);
    if (event.shiftKey && pan !== undefined) look(moved(grid, pan[0] ?? 0, pan[1] ?? 0));
    else if (stepped !== null) {
      choose(stepped, null);
      look(revealing(grid, stepped));
    } else if (event.key === "Enter") choose(held, event.shiftKey ? "to" : "from");
    else if (event.key === "+" || event.key === "=") {
      look(zoomed(grid, ZOOM_STEP, half, half));
      look(revealing(gridIn(event.currentTarget), held));
    } else if (event.key === "-") look(zoomed(grid, 1 / ZOOM_STEP, half, half));
    else if (event.key === "0") look({ zoom: 1, x: 0, y: 0 });
    else if (event.key === "PageDown") look(moved(grid, 0, page));
    else if (event.key === "PageUp") look(moved(grid, 0, -page));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const label = useComputed(() => {
    const held = images.samples.value.value;
    if (held === null) return "Samples: none yet";
    const letters = marksOf(page)
      .filter(({ index }) => index === images.picked.value)
      .map(({ letter }) => `, ${letter}`);
    return `${formatStep(held.images.count)} generated images at step ${formatStep(held.step)}. Picked: probe latent ${images.picked.value}${letters.join("")}. Arrows pick, Shift+arrows move, plus and minus zoom, Enter interpolates from here, Shift+Enter to here.`;
  });
  const empty = useComputed(() => images.samples.value.value === null).value;
  const hover =
    over.value === null
      ? undefined
      : `Probe latent ${over.value}. Click: look closely. Double click: interpolate from here. Shift+click: to here. Ctrl+wheel zooms.`;
  return (
    <div class={`plot square${empty && images.samples.problem.value === null ? " skeleton" : ""}`}>
      <Plate
        class="layer over"
        tabIndex={0}
        role="img"
        aria-label={label}
        title={hover}
        draw={surface => {
          drawImageGrid(surface, gridSceneOf(page, surface.width));
        }}
        onKeyDown={onKeyDown}
        onPointerDown={event => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          drag.value = { ...placeIn(event), grid: gridIn(event.currentTarget) };
        }}
        onPointerMove={event => {
          const place = placeIn(event);
          const held = drag.value;
          over.value = imageAt(gridIn(event.currentTarget), place.x, place.y);
          if (held === null || Math.hypot(place.x - held.x, place.y - held.y) < CLICK) return;
          look(moved(held.grid, (held.x - place.x) / held.grid.pitch, (held.y - place.y) / held.grid.pitch));
        }}
        onPointerUp={event => {
          const place = placeIn(event);
          const held = drag.value;
          drag.value = null;
          if (held === null || Math.hypot(place.x - held.x, place.y - held.y) >= CLICK) return;
          const index = imageAt(held.grid, place.x, place.y);
          if (index !== null) choose(index, event.shiftKey ? "to" : null);
        }}
        onPointerCancel={() => {
          drag.value = null;
        }}
        onPointerLeave={() => {
          over.value = null;
        }}
        onDblClick={event => {
          const place = placeIn(event);
          const index = imageAt(gridIn(event.currentTarget), place.x, place.y);
          if (index !== null) choose(index, "from");
        }}
        onWheel={event => {
          const grid = gridIn(event.currentTarget);
          const place = placeIn(event);
          const next =
            event.ctrlKey || event.metaKey
              ? zoomed(grid, Math.exp(-event.deltaY / 300), place.x, place.y)
              : moved(grid, event.deltaX / grid.pitch, event.deltaY / grid.pitch);
          // At its edge the grid lets the page scroll.
          if (next.zoom === grid.view.zoom && next.x === grid.view.x && next.y === grid.view.y) return;
          event.preventDefault();
          look(next);
        }}
      />
      {empty && <p class="empty">{images.samples.problem.value ?? "waiting for the first samples"}</p>}
    </div>
  );
}
