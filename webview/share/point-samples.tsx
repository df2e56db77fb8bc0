import { useComputed, type ReadonlySignal } from "@preact/signals";
import type { SharedPoints } from "../../src/protocol/shared-page.ts";
import { formatPercent, formatStep, formatValue } from "../numbers/format.ts";
import { extentOf, isInSight, placeInModes, sharesWithin } from "../numbers/modes.ts";
import { partsOf } from "../numbers/parts.ts";
import { drawLatentMap, drawMapOverlay } from "../plates/latent-map.ts";
import { Plate } from "../plates/plate.tsx";
import { drawScatter, drawScatterOverlay } from "../plates/scatter.ts";
import { NONE_IN_SIGHT } from "./none-in-sight.ts";
import { newestAt } from "./newest-at.ts";

interface Props {
  readonly samples: SharedPoints;
  readonly shown: ReadonlySignal<number | null>;
  /** The place on the path, from 0 to 1. */
  readonly t: ReadonlySignal<number>;
}

const axes = [0, 1] as const;

/** Generated points over real ones with the path between two latents, and the map of the latents where there is one. */
export function PointSamples({ samples, shown, t }: Props) {
  const { real, modes, steps, paths, maps, dims } = samples;
  const ground = real ?? steps.at(-1)?.samples ?? null;
  const extent = ground === null ? { centerX: 0, centerY: 0, half: 1 } : extentOf(ground, ...axes);
  const now = useComputed(() => newestAt(steps, shown.value));
  const path = useComputed(() => newestAt(paths, shown.value));
  const map = useComputed(() => newestAt(maps, shown.value));
  const isFlat = dims <= 2;
  const words = useComputed(() => {
    const held = now.value;
    if (held === null) return "";
    const found =
      modes === null || !isFlat ? null : sharesWithin(placeInModes(held.samples, modes), modes.count);
    const inModes =
      found === null
        ? ""
        : `, ${found.filter(share => share > 0).length} of ${found.length} modes, ${formatPercent(found.reduce((a, b) => a + b, 0))} within 3σ`;
    return `${formatStep(held.samples.rows)} generated at step ${formatStep(held.step)}${inModes}`;
  });
  const mapWords = useComputed(() => {
    const held = map.value;
    return held === null ? "" : `Latent map, checkpoint of step ${formatStep(held.step)}`;
  });
  const isEmpty = useComputed(() => {
    const held = now.value;
    return held === null || !isInSight(held.samples, axes, extent);
  });
  const moved = useComputed(() => {
    const held = path.value;
    return held === null
      ? ""
      : `Path from A to B, checkpoint of step ${formatStep(held.step)}: moves ${formatValue(
          held.distances.reduce((a, b) => a + b, 0),
          1,
        )} in all, longest jump ${formatValue(Math.max(0, ...held.distances))}`;
  });
  return (
    <div class="planes">
      <div>
        <div class="square">
          <Plate
            class="layer"
            role="img"
            aria-label={words}
            draw={surface => {
              const held = now.value?.samples ?? null;
              drawScatter(surface, {
                extent,
                axes,
                real,
                samples: held,
                map: null,
                modes: isFlat ? modes : null,
                classes: null,
              });
              const overlay = { path: path.value, t: t.value, ring: null };
              drawScatterOverlay(surface, { extent, axes }, overlay);
            }}
          />
          {isEmpty.value && <p class="empty">{NONE_IN_SIGHT}</p>}
        </div>
        <p class="tiny">
          <i class="swatch generated" aria-hidden="true" /> {words}
          {real !== null && (
            <>
              {"; "}
              <i class="swatch real" aria-hidden="true" /> {formatStep(real.rows)} real, held out
            </>
          )}
        </p>
        <p class="tiny">{moved}</p>
      </div>
      {maps.length > 0 && (
        <div>
          <div class="square">
            <Plate
              class="layer"
              role="img"
              aria-label={mapWords}
              draw={surface => {
                const held = map.value;
                if (held === null) return;
                const along = path.value?.step === held.step ? path.value : null;
                const parts = partsOf({ modes, classes: null });
                const by = parts !== null && held.mode.length > 0 ? "mode" : "position";
                drawLatentMap(surface, held, { by, parts, extent, axes }, along);
                drawMapOverlay(surface, held, along, t.value, null);
              }}
            />
          </div>
          <p class="tiny">{mapWords}</p>
        </div>
      )}
    </div>
  );
}
