import { signal, useComputed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { ImageMap } from "../../../src/protocol/image-views.ts";
import { IconButton } from "../../controls/button.tsx";
import { Segments } from "../../controls/segments.tsx";
import { formatStep, formatValue } from "../../numbers/format.ts";
import { drawImageMap, drawImageMapOverlay, type ImageMapLook } from "../../plates/image-map.ts";
import { drawOneImage } from "../../plates/one-image.ts";
import { Plate } from "../../plates/plate.tsx";
import { mapsOfImages, type MapOfImages } from "../arranged.ts";
import { CheckpointStep } from "../checkpoint-step.tsx";
import { usePage } from "../context.ts";
import { waitingWords } from "../run-words.ts";
import { CollapseFigures, showCollapseTable } from "../figures.tsx";
import { ProbeBox } from "../path-controls.tsx";
import { NOISE_WORDS, useNoise } from "../use-noise.ts";
import { PointedMap } from "../pointed-map.tsx";

/** The generator on the plane through A, B and a third probe: its images, their classes, how fast they change. */
export function ImageLatentSpace() {
  const page = usePage();
  const { model, images } = page;
  const offered = images.classNames.value.length > 0 ? mapsOfImages : (["images", "stretch"] as const);
  return (
    <>
      <div class="head">
        <h2>Latent map</h2>
        <span class="ends">
          <ProbeBox
            letter="C"
            title="The third probe latent of the map's plane: type a number or use the arrow keys"
            name="third"
            last={images.count.value - 1}
          />
        </span>
        <span class="tools">
          <Segments<MapOfImages>
            name="Show in the latent map"
            values={offered}
            value={images.mapOf.value}
            onChange={mapOf => {
              model.arrange({ mapOf });
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
        <Map />
        <CollapseFigures onlyRecorded />
      </div>
      <Note />
    </>
  );
}

function lookOf(of: MapOfImages, names: readonly string[]): ImageMapLook {
  return of === "class" ? { of, names } : { of };
}

function Map() {
  const { model, images } = usePage();
  /** The cell that is pointed at. */
  const cell = useMemo(() => signal<number | null>(null), []);
  const empty = useComputed(() => images.map.value.value === null).value;
  /** What is shown: while images are on their way, the map that is there may lack them. */
  const look = () => {
    const map = images.map.value.value;
    const wished = images.mapOf.value;
    return lookOf(wished === "images" && map?.images === null ? "stretch" : wished, images.classNames.value);
  };
  const path = () => {
    const [found, map] = [images.shownPath.value, images.map.value.value];
    return found !== null && map !== null && found.step === map.step ? found : null;
  };
  /** The image that is pointed at. */
  const magnified = useComputed(() => {
    const [map, at] = [images.map.value.value, cell.value];
    const stack = map?.images ?? null;
    if (map === null || stack === null || at === null) return null;
    return { stack, index: at, isLeft: at % map.columns < map.columns / 2 };
  });
  const label = useComputed(() => {
    const map = images.map.value.value;
    if (map === null) return "Latent map: none yet";
    const at = cell.value;
    if (at === null) return `Latent map of checkpoint ${formatStep(map.step)}. Arrow keys point at a latent.`;
    return `Latent at column ${(at % map.columns) + 1}, row ${Math.floor(at / map.columns) + 1}: ${inWords(map, at, images.classNames.value)}`;
  });
  const noise = useNoise(() => images.map.value.value?.step ?? null);
  const muted = noise.value && images.mapOf.value === "class" ? " muted" : "";
  return (
    <div class={`plot square map${empty && images.map.problem.value === null ? " skeleton" : ""}${muted}`}>
      <PointedMap
        map={() => images.map.value.value}
        cell={cell}
        onPoint={to => {
          cell.value = to;
        }}
        label={label}
        draw={(surface, map) => {
          drawImageMap(surface, map, look());
        }}
        drawOver={(surface, map) => {
          drawImageMapOverlay(surface, map, { path: path(), t: model.field("t").value, cell: cell.value });
        }}
      />
      {magnified.value !== null && (
        <Plate
          class={`magnified${magnified.value.isLeft ? " right" : ""}`}
          aria-hidden="true"
          draw={surface => {
            const held = magnified.value;
            if (held !== null) drawOneImage(surface, held.stack, held.index);
          }}
        />
      )}
    </div>
  );
}

function inWords(map: ImageMap, cell: number, names: readonly string[]): string {
  const name = names[map.classes[cell] ?? -1];
  const stretch = `stretch ${formatValue(map.stretch[cell], 3)}`;
  return name === undefined ? stretch : `class ${name}, ${stretch}`;
}

function Note() {
  const { model, images } = usePage();
  const noise = useNoise(() => images.map.value.value?.step ?? null);
  const map = images.map.value.value;
  const problem = images.map.problem.value;
  if (problem !== null) return <p class="tiny map-note problem">{problem}</p>;
  return (
    <p class="tiny map-note">
      {map === null ? (
        waitingWords(
          images.checkpoint.value,
          model.trainer,
          "The latent map comes with the first checkpoint.",
        )
      ) : (
        <>
          <CheckpointStep step={map.step} before="Map of " />. {words()}
        </>
      )}
    </p>
  );

  function words(): string {
    const { third } = images.ends.value;
    const plane = `Plane through A, B and probe #${third}.`;
    switch (images.mapOf.value) {
      case "images":
        return `${plane} One image over a large area: many latents, one output.`;
      case "stretch":
        return `${plane} Bright: a small latent step changes much. Dark and flat: many latents, one output.`;
      case "class": {
        const names = images.classNames.value;
        const found = new Set(map?.classes).size;
        return noise.value
          ? `${plane} Classes: ${NOISE_WORDS}.`
          : `${plane} ${formatStep(found)} of ${formatStep(names.length)} classes in it.`;
      }
      default:
        return images.mapOf.value satisfies never;
    }
  }
}
