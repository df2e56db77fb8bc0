import { formatStep, formatValue, MISSING } from "../numbers/format.ts";
import { placeInModes } from "../numbers/modes.ts";
import * as nearby from "../numbers/nearby-latents.ts";
import { drawComparedPoints } from "../plates/compared-points.ts";
import { drawNeighbours } from "../plates/neighbours.ts";
import { drawOneImage } from "../plates/one-image.ts";
import { Plate } from "../plates/plate.tsx";
import { NEIGHBOUR_NOISE } from "./column-images.ts";
import { wholeExtent } from "./column-plate.tsx";
import type { ColumnProps } from "./column-view.tsx";
import type { CompareModel } from "./model.ts";

/** What the row of the picked latent is about. */
export function PickedName({ model }: { readonly model: CompareModel }) {
  const baseline = model.baseline.value;
  const images = baseline?.isOfImages.value === true;
  const picked = images ? baseline.images.picked.value : model.arranged.value.picked;
  return (
    <div class="gut pickname">
      <b>Latent {picked}</b>
      {images ? (
        <p>neighbours at σ {NEIGHBOUR_NOISE}, nearest real image</p>
      ) : (
        <p>
          with {nearby.NEIGHBOURS} neighbours at σ {nearby.NEIGHBOUR_SCALE}
        </p>
      )}
    </div>
  );
}

/** What became of the picked latent in one run. */
export function PickedView({ model, column }: ColumnProps) {
  return (
    <div class="pick">
      {column.isOfImages.value ? (
        <PickedImage model={model} column={column} />
      ) : (
        <PickedPoint model={model} column={column} />
      )}
    </div>
  );
}

/** Its image, its neighbours' images, and the real image that is nearest to it. */
function PickedImage({ column }: ColumnProps) {
  const { samples, neighbours, nearest, picked } = column.images;
  const around = neighbours.value.value;
  const real = nearest.value.value;
  const moved =
    around === null
      ? null
      : around.distances.reduce((sum, value) => sum + value, 0) / Math.max(1, around.distances.length);
  return (
    <>
      <Plate
        class="one"
        role="img"
        aria-label={`Image of latent ${picked.value}`}
        draw={surface => {
          const held = samples.value.value;
          if (held !== null) drawOneImage(surface, held.images, picked.value);
        }}
      />
      <figure class={around === null ? "waits" : ""}>
        <Plate
          role="img"
          aria-label={`Neighbours of latent ${picked.value}, moved ${formatValue(moved)}`}
          draw={surface => {
            const held = neighbours.value.value;
            if (held !== null) drawNeighbours(surface, held.images);
          }}
        />
        <figcaption
          class={`tiny${neighbours.problem.value === null ? "" : " problem"}`}
          title="The mean root mean square difference of pixels, 1 from black to white"
        >
          {neighbours.problem.value ??
            (around === null ? "no checkpoint yet" : `moved ${formatValue(moved)}`)}
        </figcaption>
      </figure>
      <figure class={`real${real === null ? " waits" : ""}`}>
        <Plate
          role="img"
          aria-label={`Nearest real image, ${formatValue(real?.distances[0] ?? null)} away`}
          draw={surface => {
            const held = nearest.value.value;
            if (held !== null) drawOneImage(surface, held.images, 0);
          }}
        />
        <figcaption
          class={`tiny${nearest.problem.value === null ? "" : " problem"}`}
          title={
            nearest.problem.value ??
            `The nearest of ${formatStep(real?.searched ?? 0)} training images, in pixels: 0 would be a copy`
          }
        >
          {nearest.problem.value ?? `real, ${formatValue(real?.distances[0] ?? null)}`}
        </figcaption>
      </figure>
    </>
  );
}

/** A plate of neighbours shows this share of what a column's plate does. */
const CLOSE = 0.15;

/** Where it came out, and its neighbours from close by. */
function PickedPoint({ model, column }: ColumnProps) {
  const { picked } = model.arranged.value;
  const { points } = column;
  const held = points.samples.value.value?.samples;
  if (held === undefined || picked >= held.rows) return null;
  const place = held.data.subarray(picked * held.dims, (picked + 1) * held.dims);
  const modes = points.real.value.value?.modes ?? null;
  const nearest = modes === null ? null : placeInModes({ rows: 1, dims: held.dims, data: place }, modes);
  const around = points.nearby.value.value;
  return (
    <>
      <Plate
        class="one"
        role="img"
        aria-label={`Outputs of ${nearby.NEIGHBOURS} latents around latent ${picked}`}
        draw={surface => {
          const [now, { half }] = [points.samples.value.value?.samples, wholeExtent(model, column)];
          const at = model.arranged.value.picked;
          if (now === undefined || at >= now.rows) return;
          const [centerX = 0, centerY = 0] = now.data.subarray(at * now.dims, (at + 1) * now.dims);
          drawComparedPoints(surface, {
            extent: { centerX, centerY: now.dims > 1 ? centerY : 0, half: CLOSE * half },
            axes: [0, 1],
            real: null,
            own: null,
            base: null,
            opacity: 1,
            moves: false,
            ownInk: surface.inks.generated,
            baseInk: surface.inks.run1,
            modes: null,
            nearby: points.nearby.value.value,
            picked: at,
            path: null,
          });
        }}
      />
      <dl class="tiny">
        <dt>at</dt>
        <dd>{Array.from(place.subarray(0, 2), value => formatValue(value)).join(", ")}</dd>
        {nearest !== null && (
          <>
            <dt>mode</dt>
            <dd>
              {(nearest.mode[0] ?? 0) + 1}, {formatValue(nearest.sigmas[0], 1)} σ away
            </dd>
          </>
        )}
        <dt>spread</dt>
        <dd>{around === null ? MISSING : formatValue(nearby.spreadAround(around, place), 3)}</dd>
      </dl>
    </>
  );
}
