import { Menu } from "../controls/menu.tsx";
import { Slider } from "../controls/slider.tsx";
import { whatDiffers } from "../numbers/comparison.ts";
import { formatKnob, formatStep, formatValue, MISSING } from "../numbers/format.ts";
import { placeInModes, sharesWithin } from "../numbers/modes.ts";
import { NEIGHBOURS, NEIGHBOUR_SCALE, spreadAround } from "../numbers/nearby-latents.ts";
import { drawLens } from "../plates/lens.ts";
import { Plate } from "../plates/plate.tsx";
import { drawStrip } from "../plates/strip.ts";
import type { Column } from "./column.ts";
import { ColumnPlate, inkOf } from "./column-plate.tsx";
import type { CompareModel } from "./model.ts";

interface ColumnProps {
  readonly model: CompareModel;
  readonly column: Column;
}

const MOST_LENSES = 8;
const MOST_DIFFERENCES = 12;

/** What a run does otherwise than the baseline, in words: keys of the experiment, then what was turned while it trained. */
export function differencesOf(model: CompareModel, column: Column): string[] {
  const [own, baseline] = [column.run.value, model.baseline.value?.run.value];
  if (own === null || baseline === null || baseline === undefined || own === baseline) return [];
  return [
    ...whatDiffers(baseline.experiment, own.experiment).map(({ key, from, to }) => `${key} ${from} → ${to}`),
    ...own.changes.map(({ key, to, step }) => `${key} → ${formatKnob(to)} at ${formatStep(step)}`),
  ];
}

/** Who the run is, and what it does otherwise. */
export function ColumnHead({ model, column }: ColumnProps) {
  const run = column.run.value;
  const columns = model.columns.value;
  const isBaseline = model.baseline.value === column;
  if (run === null) return null;
  const { folder } = column;
  const at = columns.indexOf(column);
  const differs = differencesOf(model, column);
  const words = isBaseline
    ? [`pairing ${pairingOf(run.experiment)}`]
    : differs.length > 0
      ? differs
      : ["nothing but its samples"];
  const move = (to: number) => () => {
    model.attempt(model.call("runs/move", { run: folder, to }));
  };
  return (
    <section class="run" aria-label={run.name}>
      <div class="l1">
        <i class={`swatch ${inkOf(model, column)}`} />
        <h2 title={`${run.name}, ${run.id}`}>{run.name}</h2>
        <span class="quiet">seed {run.seed}</span>
        {isBaseline && <span class="mark">baseline</span>}
        <span class="grow" />
        <Menu
          name={`Column ${run.name}`}
          icon="ellipsis"
          items={[
            {
              label: "Compare with this run",
              refused: isBaseline ? "it is the baseline" : null,
              onPick: () => {
                model.arrange({ baseline: folder });
              },
            },
            { label: "Move left", refused: at === 0 ? "it is the first column" : null, onPick: move(at - 1) },
            {
              label: "Move right",
              refused: at === columns.length - 1 ? "it is the last column" : null,
              onPick: move(at + 1),
            },
            {
              label: "Open dashboard",
              onPick: () => {
                model.attempt(model.call("runs/open", { run: folder }));
              },
            },
            {
              label: "Remove from the comparison",
              onPick: () => {
                model.attempt(model.call("runs/remove", { run: folder }));
              },
            },
          ]}
        />
      </div>
      <p class="l2" title={words.join("\n")}>
        {words.slice(0, MOST_DIFFERENCES).map(word => (
          <span key={word} class={word.startsWith("pairing.") ? "pairing" : ""}>
            {word}
          </span>
        ))}
      </p>
    </section>
  );
}

function pairingOf(experiment: Readonly<Record<string, unknown>>): string {
  const { pairing } = experiment;
  if (typeof pairing !== "object" || pairing === null) return MISSING;
  const { weight, kind } = pairing as Readonly<Record<string, unknown>>;
  return typeof weight === "number" ? formatKnob(weight) : String(kind);
}

/** One run's samples, the insides of its modes, and what became of the picked latent. */
export function ColumnView({ model, column }: ColumnProps) {
  const { stepsLinked, path } = model.arranged.value;
  const problem = column.samples.problem.value ?? column.run.value?.trouble ?? null;
  return (
    <div class="cell">
      <div class="frame">
        <ColumnPlate model={model} column={column} />
        {column.samples.value.value === null && <p class="empty tiny">{problem ?? "No samples yet"}</p>}
      </div>
      {problem !== null && column.samples.value.value !== null && <p class="tiny problem">{problem}</p>}
      {!stepsLinked && <OwnStep model={model} column={column} />}
      <Lenses column={column} />
      {path && column.path.value.value !== null && (
        <Plate
          class="strip"
          role="img"
          aria-label="Distance moved along the interpolation"
          draw={surface => {
            const found = column.path.value.value;
            if (found !== null) drawStrip(surface, found);
          }}
        />
      )}
      <Picked model={model} column={column} />
    </div>
  );
}

function OwnStep({ model, column }: ColumnProps) {
  const run = column.run.value;
  if (run === null) return null;
  const last = Math.max(1, run.samples.at(-1) ?? 0);
  const shown = column.shown.value ?? 0;
  return (
    <div class="own-step tiny">
      <Slider
        look="step"
        name={`Step of ${run.name}`}
        position={shown / last}
        text={`step ${formatStep(shown)} of ${formatStep(last)}`}
        onInput={position => {
          const step = position * last;
          model.goTo(column.folder, step >= last ? Infinity : step);
        }}
      />
      <span>{formatStep(shown)}</span>
    </div>
  );
}

function Lenses({ column }: { readonly column: Column }) {
  const modes = column.real.value.value?.modes ?? null;
  const samples = column.samples.value.value?.samples ?? null;
  if (modes === null || samples === null || modes.count > MOST_LENSES) return null;
  const shares = sharesWithin(placeInModes(samples, modes), modes.count);
  return (
    <ol class="lenses" aria-label="Inside each mode, within 3 standard deviations">
      {Array.from(shares, (share, mode) => (
        <li key={mode}>
          <Plate
            aria-hidden="true"
            draw={surface => {
              drawLens(surface, {
                mode,
                modes,
                axes: [0, 1],
                real: column.real.value.value?.samples ?? null,
                samples: column.samples.value.value?.samples ?? null,
              });
            }}
          />
          <span class="tiny">
            <b>{mode + 1}</b>
            <span>{(100 * share).toFixed(1)}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}

/** Where the picked latent came out, and how far its neighbours lie. */
function Picked({ model, column }: ColumnProps) {
  const { picked } = model.arranged.value;
  const held = column.samples.value.value?.samples;
  if (held === undefined || column.run.value?.domain === "images" || picked >= held.rows) return null;
  const place = held.data.subarray(picked * held.dims, (picked + 1) * held.dims);
  const modes = column.real.value.value?.modes ?? null;
  const nearest = modes === null ? null : placeInModes({ rows: 1, dims: held.dims, data: place }, modes);
  const nearby = column.nearby.value.value;
  return (
    <dl class="picked tiny" title={`${NEIGHBOURS} latents around it at a noise scale of ${NEIGHBOUR_SCALE}`}>
      <dt>latent {picked}</dt>
      <dd>{Array.from(place.subarray(0, 2), value => formatValue(value)).join(", ")}</dd>
      {nearest !== null && (
        <>
          <dt>mode</dt>
          <dd>
            {(nearest.mode[0] ?? 0) + 1}, {formatValue(nearest.sigmas[0], 1)} σ away
          </dd>
        </>
      )}
      <dt>neighbours spread</dt>
      <dd>{nearby === null ? MISSING : formatValue(spreadAround(nearby, place), 3)}</dd>
    </dl>
  );
}
