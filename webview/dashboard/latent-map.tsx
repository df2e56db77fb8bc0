import { signal, useComputed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { IconButton } from "../controls/button.tsx";
import { Segments } from "../controls/segments.tsx";
import { formatPercent, formatStep, formatValue } from "../numbers/format.ts";
import { cellAt, drawLatentMap, drawMapOverlay } from "../plates/latent-map.ts";
import { Plate } from "../plates/plate.tsx";
import { mapColourings, type MapColouring } from "./arranged.ts";
import { usePage } from "./context.ts";
import { CollapseFigures } from "./figures.tsx";
import { hoveredOutput } from "./hovered-output.ts";
import { collapseFigures } from "./series-looks.ts";

/** Which output each latent gives: large areas of one colour are many latents with one output. */
export function LatentSpace() {
  const { model, pictures, showTable } = usePage();
  const wished = model.field("colouring").value;
  const hasModes = pictures.modes.value !== null;
  const offered: readonly MapColouring[] = hasModes ? mapColourings : ["position", "stretch"];
  const colouring = offered.includes(wished) ? wished : "position";
  const table = () => {
    const tags = collapseFigures.map(({ tag }) => tag);
    const asked = { tags, from: 0, to: Math.ceil(model.newest.value), most: 500 };
    showTable(
      model.call("curves/table", asked).then(({ steps, columns }) => ({
        title: "Collapse measures",
        columns: [
          { name: "step", digits: 0 },
          ...collapseFigures.map(({ title }) => ({ name: title, digits: 3 })),
        ],
        rows: Array.from(steps, (step, row) => [
          step,
          ...tags.map(tag => {
            const value = columns.find(column => column.tag === tag)?.values[row] ?? NaN;
            return Number.isNaN(value) ? null : value;
          }),
        ]),
      })),
    );
  };
  return (
    <>
      <div class="head">
        <h2>Latent map</h2>
        <span class="tools">
          <Segments
            name="Colour the latent map by"
            values={offered}
            value={colouring}
            onChange={by => {
              model.arrange({ colouring: by });
            }}
          />
          <IconButton icon="table" name="Collapse measures: data table" onPress={table} />
        </span>
      </div>
      <div class="map-row">
        <Map colouring={colouring} />
        <CollapseFigures />
      </div>
      <Note colouring={colouring} />
    </>
  );
}

function Map({ colouring }: { readonly colouring: MapColouring }) {
  const { model, pictures } = usePage();
  /** The cell that is pointed at. */
  const cell = useMemo(() => signal<number | null>(null), []);
  const by = useMemo(() => signal<MapColouring>(colouring), []);
  by.value = colouring;
  const empty = useComputed(() => pictures.map.value.value === null).value;
  const point = (to: number | null) => {
    cell.value = to;
    const map = pictures.map.value.value;
    hoveredOutput.value =
      map === null || to === null
        ? null
        : map.samples.data.slice(to * map.samples.dims, (to + 1) * map.samples.dims);
  };
  const path = () => {
    const [found, map] = [pictures.path.value.value, pictures.map.value.value];
    return found !== null && map !== null && found.step === map.step ? found : null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const map = pictures.map.value.value;
    if (map === null) return;
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, 1],
      ArrowDown: [0, -1],
    };
    const move = moves[event.key];
    if (event.key === "Escape") point(null);
    else if (move !== undefined) {
      const held = cell.value ?? Math.floor((map.rows * map.columns + map.columns) / 2);
      const by = event.shiftKey ? 8 : 1;
      const column = Math.min(map.columns - 1, Math.max(0, (held % map.columns) + move[0] * by));
      const row = Math.min(map.rows - 1, Math.max(0, Math.floor(held / map.columns) + move[1] * by));
      point(row * map.columns + column);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const label = useComputed(() => {
    const map = pictures.map.value.value;
    if (map === null) return "Latent map: none yet";
    const at = cell.value;
    if (at === null) return `Latent map of checkpoint ${formatStep(map.step)}. Arrow keys point at a latent.`;
    const output = Array.from(map.samples.data.slice(at * map.samples.dims, at * map.samples.dims + 2));
    const mode = map.mode.length > 0 ? `mode ${(map.mode[at] ?? 0) + 1}, ` : "";
    return `Latent at column ${(at % map.columns) + 1}, row ${Math.floor(at / map.columns) + 1}: ${mode}output ${output.map(value => formatValue(value)).join(", ")}`;
  });
  return (
    <div class={`plot square map${empty ? " skeleton" : ""}`}>
      <Plate
        class="layer"
        aria-hidden="true"
        draw={surface => {
          const map = pictures.map.value.value;
          if (map === null) return;
          const look = {
            by: by.value,
            modes: pictures.modes.value,
            extent: pictures.extent.value,
            axes: pictures.axes.value,
          };
          drawLatentMap(surface, map, look, path());
        }}
      />
      <Plate
        class="layer over"
        tabIndex={0}
        role="img"
        aria-label={label}
        draw={surface => {
          const map = pictures.map.value.value;
          if (map !== null) drawMapOverlay(surface, map, path(), model.field("t").value, cell.value);
        }}
        onPointerMove={event => {
          const map = pictures.map.value.value;
          const box = event.currentTarget.getBoundingClientRect();
          if (map !== null) {
            point(
              cellAt(map, (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height),
            );
          }
        }}
        onPointerLeave={() => {
          point(null);
        }}
        onBlur={() => {
          point(null);
        }}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}

function Note({ colouring }: { readonly colouring: MapColouring }) {
  const { pictures } = usePage();
  const map = pictures.map.value.value;
  const problem = pictures.map.problem.value;
  return <p class="tiny map-note">{problem ?? words(colouring, map)}</p>;
}

function words(
  colouring: MapColouring,
  map: { readonly shares: Float64Array; readonly step: number } | null,
): string {
  if (map === null) return "The latent map comes with the first checkpoint.";
  if (colouring === "stretch")
    return "Bright: a small latent step moves far. Dark and flat: many latents, one output.";
  if (colouring === "position")
    return "Hue: angle of the output. Strength: its radius. One hue over a large area: many latents, one place.";
  const largest = map.shares.reduce(
    (best, share, mode) => (share > (map.shares[best] ?? 0) ? mode : best),
    0,
  );
  const share = formatPercent(map.shares[largest] ?? 0, 0);
  const even = formatPercent(1 / Math.max(1, map.shares.length));
  return `Largest region: mode ${largest + 1}, ${share} of latents (even: ${even}). Faint: outside 3σ.`;
}
