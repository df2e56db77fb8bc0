import { computed, signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { Toggle, IconButton } from "../controls/button.tsx";
import { Menu } from "../controls/menu.tsx";
import { formatPercent, formatStep, formatValue } from "../numbers/format.ts";
import { nearestRow } from "../numbers/modes.ts";
import { Plate } from "../plates/plate.tsx";
import { drawScatter, drawScatterOverlay, projection, type ScatterScene } from "../plates/scatter.ts";
import type { Surface } from "../plates/surface.ts";
import { hoveredOutput } from "./hovered-output.ts";
import { layerNames, type LayerName } from "./arranged.ts";
import { usePage, type Page } from "./context.ts";
import { Lenses } from "./lenses.tsx";
import { samplesPng } from "./samples-picture.ts";
import { fileName } from "./saving.ts";

const layers: Readonly<Record<LayerName, { readonly word: string; readonly title: string }>> = {
  real: { word: "real", title: "Real samples" },
  map: { word: "D map", title: "Discriminator output over data space" },
  modes: { word: "modes", title: "1-sigma and 3-sigma circles of each mode" },
  path: { word: "path", title: "Interpolation path in data space" },
};

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
  };
}

/** Real and generated samples at the shown step, over what the discriminator says. */
export function Samples() {
  const page = usePage();
  const { model } = page;
  const shown = model.field("layers").value;
  const [dims, modes] = [page.pictures.real.value.value?.samples.dims ?? 2, page.pictures.modes.value];
  const offered = layerNames.filter(
    name => (name !== "modes" || modes !== null) && (name !== "map" || dims >= 2),
  );
  return (
    <section class="column samples" aria-label="Samples">
      <div class="head">
        <h2>Samples</h2>
        <Facts />
        <span class="tools">
          {dims > 2 && <AxisChoice dims={dims} />}
          {offered.map(name => (
            <Toggle
              key={name}
              pressed={shown[name]}
              title={layers[name].title}
              onChange={pressed => {
                model.arrange({ layers: { ...shown, [name]: pressed } });
              }}
            >
              {layers[name].word}
            </Toggle>
          ))}
          {modes !== null && <ModeTable />}
          <SaveSamples />
        </span>
      </div>
      <Scatter />
      {modes !== null && <Lenses modes={modes} />}
    </section>
  );
}

function Facts() {
  const { pictures } = usePage();
  const samples = pictures.samples.value.value;
  const problem = pictures.samples.problem.value ?? pictures.scores.problem.value;
  if (problem !== null) {
    return (
      <span class="tiny problem" title={problem}>
        {problem}
      </span>
    );
  }
  if (samples === null) return null;
  return <span class="tiny">step {formatStep(samples.step)}</span>;
}

function AxisChoice({ dims }: { readonly dims: number }) {
  const { model, pictures } = usePage();
  const axes = pictures.axes.value;
  return (
    <>
      {(["x", "y"] as const).map((name, index) => (
        <select
          key={name}
          class="box axis"
          aria-label={`Dimension along ${name}`}
          value={String(axes[index] ?? index)}
          onChange={event => {
            const chosen = Number(event.currentTarget.value);
            const other = axes[1 - index] ?? 0;
            const partner = other === chosen ? (axes[index] ?? 0) : other;
            model.arrange({ axes: index === 0 ? [chosen, partner] : [partner, chosen] });
          }}
        >
          {Array.from({ length: dims }, (_, dim) => (
            <option key={dim} value={String(dim)}>
              {name} {dim + 1}
            </option>
          ))}
        </select>
      ))}
    </>
  );
}

function Scatter() {
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
        const [shares, modes] = [pictures.shares.value, pictures.modes.value];
        const found =
          shares === null || modes === null
            ? ""
            : `: ${shares.filter(share => share > 0).length} of ${modes.count} modes`;
        return `${formatStep(held.samples.rows)} samples at step ${formatStep(held.step)}${found}`;
      }),
    [pictures],
  );
  const hover =
    near.value === null
      ? undefined
      : `Sample of probe latent ${near.value}. Click: interpolate from here. Shift+click: to here.`;
  return (
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
      <Keys />
      {waits.value.samples && <p class="empty">waiting for the first samples</p>}
    </div>
  );
}

/** What the colours mean. */
function Keys() {
  const { pictures, model } = usePage();
  const shown = model.field("layers").value;
  const scores = shown.map ? pictures.scores.value.value : null;
  const count = pictures.samples.value.value?.samples.rows ?? null;
  return (
    <>
      <div class="key" aria-hidden="true">
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
      </div>
      {scores !== null && (
        <div class="heat-key tiny" aria-hidden="true">
          <span>D of checkpoint {formatStep(scores.step)}: generated</span>
          <i class="heat-ramp" />
          <span>real</span>
        </div>
      )}
    </>
  );
}

function ModeTable() {
  const { pictures, showTable } = usePage();
  const open = () => {
    const [shares, modes, samples] = [
      pictures.shares.value,
      pictures.modes.value,
      pictures.samples.value.value,
    ];
    if (shares === null || modes === null || samples === null) return;
    const dims = samples.samples.dims;
    const named = Math.min(dims, 3);
    showTable({
      title: `Modes at step ${formatStep(samples.step)}`,
      columns: [
        { name: "mode", digits: 0 },
        ...Array.from({ length: named }, (_, d) => ({ name: `centre ${d + 1}`, digits: 2 })),
        { name: "share within 3σ, %", digits: 1 },
        { name: "share of the data, %", digits: 1 },
      ],
      rows: Array.from(shares, (share, mode) => [
        mode + 1,
        ...Array.from({ length: named }, (_, d) => modes.centers[mode * dims + d] ?? null),
        100 * share,
        100 * (modes.weights[mode] ?? 0),
      ]),
      note: `Of ${formatStep(samples.samples.rows)} samples, ${formatPercent(shares.reduce((a, b) => a + b, 0))} lie within 3σ of a mode; ${formatValue(100 / modes.count, 1)} % each would be even.`,
    });
  };
  return <IconButton icon="table" name="Modes: data table" onPress={open} />;
}

function SaveSamples() {
  const page = usePage();
  const { model, pictures } = page;
  const png = async () => {
    const samples = pictures.samples.value.value;
    if (samples === null) return;
    const bytes = await samplesPng(page, samples.step);
    await model.call("host/save", {
      name: fileName(model, "samples", samples.step, "png"),
      kind: "png",
      bytes,
    });
  };
  const refused = pictures.samples.value.value === null ? "There are no samples yet" : null;
  return (
    <Menu
      name="Samples: save"
      icon="export"
      items={[
        {
          label: "Save picture as PNG",
          refused,
          onPick: () => {
            model.attempt(png());
          },
        },
        {
          label: "Save samples as NPY",
          refused,
          onPick: () => {
            const step = pictures.samples.value.value?.step;
            if (step !== undefined) model.attempt(model.call("samples/save", { step }));
          },
        },
      ]}
    />
  );
}
