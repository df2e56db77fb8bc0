import type { ReadonlySignal } from "@preact/signals";
import { cellAt, type MapPlane } from "../plates/latent-map.ts";
import { Plate } from "../plates/plate.tsx";
import type { Surface } from "../plates/surface.ts";
import { movedCell } from "./map-keys.ts";

interface PointedMapProps<Map> {
  /** The map at this moment; null while there is none. Reading it subscribes. */
  readonly map: () => Map | null;
  /** The cell that is pointed at, and how to point at another, or with null at none. */
  readonly cell: ReadonlySignal<number | null>;
  readonly onPoint: (cell: number | null) => void;
  /** What a screen reader says of it. */
  readonly label: ReadonlySignal<string>;
  readonly draw: (surface: Surface, map: Map) => void;
  /** What lies over the map and follows the pointer. */
  readonly drawOver: (surface: Surface, map: Map) => void;
}

/** A map in cells that mouse and arrow keys point into. */
export function PointedMap<Map extends Pick<MapPlane, "columns" | "rows">>({
  map,
  cell,
  onPoint,
  label,
  draw,
  drawOver,
}: PointedMapProps<Map>) {
  const withMap = (drawn: (surface: Surface, map: Map) => void) => (surface: Surface) => {
    const held = map();
    if (held !== null) drawn(surface, held);
  };
  return (
    <>
      <Plate class="layer" aria-hidden="true" draw={withMap(draw)} />
      <Plate
        class="layer over"
        tabIndex={0}
        role="img"
        aria-label={label}
        draw={withMap(drawOver)}
        onPointerMove={event => {
          const held = map();
          const box = event.currentTarget.getBoundingClientRect();
          if (held === null) return;
          onPoint(
            cellAt(held, (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height),
          );
        }}
        onPointerLeave={() => {
          onPoint(null);
        }}
        onBlur={() => {
          onPoint(null);
        }}
        onKeyDown={event => {
          const held = map();
          if (held === null) return;
          const next = event.key === "Escape" ? null : movedCell(held, cell.value, event);
          if (next === undefined) return;
          onPoint(next);
          event.preventDefault();
          event.stopPropagation();
        }}
      />
    </>
  );
}
