import { IconButton } from "../controls/button.tsx";
import { Toggle } from "../controls/toggle.tsx";
import { Menu } from "../controls/menu.tsx";
import { whyNot } from "../host/restricted.ts";
import { formatPercent, formatStep, formatValue } from "../numbers/format.ts";
import { capitalized, cellOf, pluralOf, type Parts } from "../numbers/parts.ts";
import { layerNames, type LayerName } from "./arranged.ts";
import { usePage } from "./context.ts";
import { Lenses } from "./lenses.tsx";
import { samplesPng } from "./samples-picture.ts";
import { fileName } from "./saving.ts";
import { Scatter } from "./scatter.tsx";

const layers: Readonly<Record<LayerName, { readonly word: string; readonly title: string }>> = {
  real: { word: "real", title: "Real samples" },
  map: { word: "D map", title: "Discriminator output over data space" },
  modes: { word: "modes", title: "1-sigma and 3-sigma circles of each mode" },
  path: { word: "path", title: "Interpolation path in data space" },
};

/** What stands in the place of modes where the data have classes. */
const classLayer = { word: "classes", title: "Names of the classes, above their real samples" };

/** Real and generated samples at the shown step, over what the discriminator says. */
export function Samples() {
  const page = usePage();
  const { model } = page;
  const shown = model.field("layers").value;
  const { real, modes, classes, parts } = page.pictures;
  const dims = real.value.value?.samples.dims ?? 2;
  const offered = layerNames.filter(
    name =>
      (name !== "modes" || modes.value !== null || classes.value !== null) && (name !== "map" || dims >= 2),
  );
  const lookOf = (name: LayerName) =>
    name === "modes" && classes.value !== null ? classLayer : layers[name];
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
              title={lookOf(name).title}
              onChange={pressed => {
                model.arrange({ layers: { ...shown, [name]: pressed } });
              }}
            >
              {lookOf(name).word}
            </Toggle>
          ))}
          {parts.value !== null && <PartTable parts={parts.value} />}
          <SaveSamples />
        </span>
      </div>
      <Scatter />
      <Lenses />
    </section>
  );
}

function Facts() {
  const { model, pictures } = usePage();
  const samples = pictures.samples.value.value;
  const withheld = model.slice("actions").value?.render ?? null;
  const problem =
    pictures.samples.problem.value ?? (withheld === null ? pictures.scores.problem.value : null);
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

function PartTable({ parts }: { readonly parts: Parts }) {
  const { pictures, showTable } = usePage();
  const open = () => {
    const [shares, modes, samples] = [
      pictures.shares.value,
      pictures.modes.value,
      pictures.samples.value.value,
    ];
    if (shares === null || samples === null) return;
    const { rows, dims } = samples.samples;
    const named = modes === null ? 0 : Math.min(dims, 3);
    const within = formatPercent(shares.reduce((a, b) => a + b, 0));
    showTable({
      title: `${capitalized(pluralOf(parts))} at step ${formatStep(samples.step)}`,
      columns: [
        { name: parts.kind, digits: 0 },
        ...Array.from({ length: named }, (_, d) => ({ name: `centre ${d + 1}`, digits: 2 })),
        { name: modes === null ? "share, %" : "share within 3σ, %", digits: 1 },
        { name: "share of the data, %", digits: 1 },
      ],
      rows: Array.from(shares, (share, part) => [
        cellOf(parts, part),
        ...Array.from({ length: named }, (_, d) => modes?.centers[part * dims + d] ?? null),
        100 * share,
        100 * (parts.weights[part] ?? 0),
      ]),
      note:
        modes === null
          ? `Of ${formatStep(rows)} samples, each of the class of the nearest real one that was trained on.`
          : `Of ${formatStep(rows)} samples, ${within} lie within 3σ of a mode; ${formatValue(100 / modes.count, 1)} % each would be even.`,
    });
  };
  return <IconButton icon="table" name={`${capitalized(pluralOf(parts))}: data table`} onPress={open} />;
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
  const refused = pictures.samples.value.value === null ? "There are no samples yet" : whyNot("writes");
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
