import { computed, signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { formatStep } from "../numbers/format.ts";
import { nearestRow } from "../numbers/modes.ts";
import { pluralOf } from "../numbers/parts.ts";
import { Plate } from "../plates/plate.tsx";
import { drawScatter, drawScatterOverlay, projection, type ScatterScene } from "../plates/scatter.ts";
import type { Surface } from "../plates/surface.ts";
import { CheckpointStep } from "./checkpoint-step.tsx";
import { usePage, type Page } from "./context.ts";
import { hoveredOutput } from "./hovered-output.ts";

/** What the scatter shows now; reading it subscribes to all of it. */
export function sceneOf({ model, pictures }: Page): ScatterScene {
  const shown = model.field("layers").value;
  return {
    extent: pictures.extent.value,
    axes: pictures.axes.value,
    real: shown.real ? (pictures.real.value.value?.samples ?? null) : null,
    samples: pictures.samples.value.value?.samples ?? null,
    map: shown.map ? pictures.scores.value.value : null,
    modes: shown.modes ? pictures.modes.value : null,
    classes: shown.modes ? pictures.classes.value : null,
  };
}

/** The plane of the data: what is real, what is generated, what the discriminator says, and the path. */
export function Scatter() {
  const page = usePage();
  const { model, pictures } = page;
  /** The generated sample that the pointer is near. */
  const near = useMemo(() => signal<number | null>(null), []);
  const waits = useMemo(
    () =>
      computed(() => {
        const held = [pictures.samples.value.value, pictures.real.value.value];
        return { samples: held[0] === null, everything: held.every(part => part === null) };
      }),
    [pictures],
  );
  const paths = useMemo(() => model.field("layers"), [model]);
  const drawOverlay = (surface: Surface) => {
    const samples = pictures.samples.value.value?.samples;
    const [x, y] = pictures.axes.value;
    const row = near.value;
    const pointed =
      row === null || samples === undefined
        ? null
        : ([
            samples.data[row * samples.dims + x] ?? NaN,
            samples.data[row * samples.dims + y] ?? NaN,
          ] as const);
    const output = hoveredOutput.value;
    drawScatterOverlay(
      surface,
      { extent: pictures.extent.value, axes: pictures.axes.value },
      {
        path: paths.value.path ? pictures.path.value.value : null,
        t: model.field("t").value,
        ring: pointed ?? (output === null ? null : [output[x] ?? NaN, output[y] ?? NaN]),
      },
    );
  };
  const pointAt = (event: PointerEvent | MouseEvent, canvas: HTMLCanvasElement): number | null => {
    const samples = pictures.samples.value.value?.samples;
    if (samples === undefined) return null;
    const box = canvas.getBoundingClientRect();
    const to = projection(pictures.extent.value, box.width, box.height);
    const at = {
      x: pictures.extent.value.centerX + (event.clientX - box.left - box.width / 2) / to.scale,
      y: pictures.extent.value.centerY - (event.clientY - box.top - box.height / 2) / to.scale,
    };
    const { row, distance } = nearestRow(samples, pictures.axes.value, at);
    return row >= 0 && distance * to.scale < 24 ? row : null;
  };
  const label = useMemo(
    () =>
      computed(() => {
        const held = pictures.samples.value.value;
        if (held === null) return "Samples: none yet";
        const [shares, parts] = [pictures.shares.value, pictures.parts.value];
        const found =
          shares === null || parts === null
            ? ""
            : `: ${shares.filter(share => share > 0).length} of ${parts.count} ${pluralOf(parts)}`;
        return `${formatStep(held.samples.rows)} samples at step ${formatStep(held.step)}${found}`;
      }),
    [pictures],
  );
  const hover =
    near.value === null
      ? undefined
      : `Sample of probe latent ${near.value}. Click: interpolate from here. Shift+click: to here.`;
  return (
    <>
      <div class={`plot square${waits.value.everything ? " skeleton" : ""}`}>
        <Plate
          class="layer"
          draw={surface => {
            drawScatter(surface, sceneOf(page));
          }}
          role="img"
          aria-label={label}
        />
        <Plate
          class="layer over"
          draw={drawOverlay}
          aria-hidden="true"
          title={hover}
          onPointerMove={event => {
            near.value = pointAt(event, event.currentTarget);
          }}
          onPointerLeave={() => {
            near.value = null;
          }}
          onClick={event => {
            const row = pointAt(event, event.currentTarget);
            if (row !== null) model.arrange(event.shiftKey ? { to: row } : { from: row });
          }}
        />
        {waits.value.samples && <p class="empty">waiting for the first samples</p>}
      </div>
      <Legend />
    </>
  );
}

/** What the colours mean. */
function Legend() {
  const { pictures, model } = usePage();
  const shown = model.field("layers").value;
  const scores = shown.map ? pictures.scores.value.value : null;
  const count = pictures.samples.value.value?.samples.rows ?? null;
  return (
    <div class="legend tiny" aria-hidden="true">
      {shown.real && (
        <span>
          <i class="swatch real" />
          real
        </span>
      )}
      <span>
        <i class="swatch generated" />
        {count === null ? "generated" : `${formatStep(count)} generated`}
      </span>
      {scores !== null && (
        <span class="heat-key">
          <span>
            D of <CheckpointStep step={scores.step} />: generated
          </span>
          <i class="heat-ramp" />
          real
        </span>
      )}
    </div>
  );
}
