import { signal, useComputed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { IconButton } from "../controls/button.tsx";
import { Segments } from "../controls/segments.tsx";
import { formatPercent, formatStep, formatValue } from "../numbers/format.ts";
import type { Parts } from "../numbers/parts.ts";
import { drawLatentMap, drawMapOverlay } from "../plates/latent-map.ts";
import { mapColourings, type MapColouring } from "./arranged.ts";
import { CheckpointStep } from "./checkpoint-step.tsx";
import { usePage } from "./context.ts";
import { waitingWords } from "./run-words.ts";
import { CollapseFigures, showCollapseTable } from "./figures.tsx";
import { hoveredOutput } from "./hovered-output.ts";
import { PointedMap } from "./pointed-map.tsx";

/** Which output each latent gives: large areas of one colour are many latents with one output. */
export function LatentSpace() {
  const page = usePage();
  const { model, pictures } = page;
  const wished = model.field("colouring").value;
  const parts = pictures.parts.value;
  const offered: readonly MapColouring[] = parts !== null ? mapColourings : ["position", "stretch"];
  const colouring = offered.includes(wished) ? wished : "position";
  return (
    <>
      <div class="head">
        <h2>Latent map</h2>
        <span class="tools">
          <Segments
            name="Colour the latent map by"
            values={offered}
            words={{ mode: parts?.kind ?? "mode" }}
            value={colouring}
            onChange={by => {
              model.arrange({ colouring: by });
            }}
          />
          <IconButton
            icon="table"
            name="Collapse measures: data table"
            onPress={() => {
              showCollapseTable(page);
            }}
          />
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
  const label = useComputed(() => {
    const map = pictures.map.value.value;
    if (map === null) return "Latent map: none yet";
    const at = cell.value;
    if (at === null) return `Latent map of checkpoint ${formatStep(map.step)}. Arrow keys point at a latent.`;
    const output = Array.from(map.samples.data.slice(at * map.samples.dims, at * map.samples.dims + 2));
    const parts = pictures.parts.value;
    const mode =
      parts !== null && map.mode.length > 0 ? `${parts.kind} ${parts.nameOf(map.mode[at] ?? 0)}, ` : "";
    return `Latent at column ${(at % map.columns) + 1}, row ${Math.floor(at / map.columns) + 1}: ${mode}output ${output.map(value => formatValue(value)).join(", ")}`;
  });
  return (
    <div class={`plot square map${empty ? " skeleton" : ""}`}>
      <PointedMap
        map={() => pictures.map.value.value}
        cell={cell}
        onPoint={point}
        label={label}
        draw={(surface, map) => {
          const look = {
            by: by.value,
            parts: pictures.parts.value,
            extent: pictures.extent.value,
            axes: pictures.axes.value,
          };
          drawLatentMap(surface, map, look, path());
        }}
        drawOver={(surface, map) => {
          drawMapOverlay(surface, map, path(), model.field("t").value, cell.value);
        }}
      />
    </div>
  );
}

function Note({ colouring }: { readonly colouring: MapColouring }) {
  const { model, pictures } = usePage();
  const map = pictures.map.value.value;
  const problem = pictures.map.problem.value;
  return (
    <p class="tiny map-note">
      {problem ??
        (map === null ? (
          waitingWords(
            pictures.checkpoint.value,
            model.trainer,
            "The latent map comes with the first checkpoint.",
          )
        ) : (
          <>
            <CheckpointStep step={map.step} before="Map of " />. {words(colouring, map, pictures.parts.value)}
          </>
        ))}
    </p>
  );
}

function words(colouring: MapColouring, map: { readonly shares: Float64Array }, parts: Parts | null): string {
  if (colouring === "stretch")
    return "Bright: a small latent step moves far. Dark and flat: many latents, one output.";
  if (colouring === "position")
    return "Hue: angle of the output. Strength: its radius. One hue over a large area: many latents, one place.";
  const largest = map.shares.reduce(
    (best, share, mode) => (share > (map.shares[best] ?? 0) ? mode : best),
    0,
  );
  const share = formatPercent(map.shares[largest] ?? 0, 0);
  if (parts?.kind === "class")
    return `Largest region: class ${parts.nameOf(largest)}, ${share} of latents (of the data: ${formatPercent(parts.weights[largest] ?? 0, 0)}).`;
  const even = formatPercent(1 / Math.max(1, map.shares.length));
  return `Largest region: mode ${largest + 1}, ${share} of latents (even: ${even}). Faint: outside 3σ.`;
}
