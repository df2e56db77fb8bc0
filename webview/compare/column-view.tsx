import { Menu } from "../controls/menu.tsx";
import { Slider } from "../controls/slider.tsx";
import type { RecordedChange } from "../../src/protocol/compare.ts";
import { turnedOtherwise, whatDiffers } from "../numbers/comparison.ts";
import { formatKnob, formatStep, MISSING } from "../numbers/format.ts";
import { drawFilm, drawMoved } from "../plates/film.ts";
import { ModeLenses } from "../plates/mode-lenses.tsx";
import { areComparable } from "../plates/picture-difference.ts";
import { Plate } from "../plates/plate.tsx";
import { drawStrip } from "../plates/strip.ts";
import type { Column } from "./column.ts";
import { ColumnPlate, inkOf } from "./column-plate.tsx";
import type { CompareModel } from "./model.ts";
import { stepKeys } from "./step-keys.ts";

export interface ColumnProps {
  readonly model: CompareModel;
  readonly column: Column;
}

const MOST_DIFFERENCES = 12;

/** What a run does otherwise than the baseline, in words: keys of the experiment, then what was turned while it trained. */
export function differencesOf(model: CompareModel, column: Column): string[] {
  const [own, baseline] = [column.run.value, model.baseline.value?.run.value];
  if (own === null || baseline === null || baseline === undefined || own === baseline) return [];
  return [
    ...whatDiffers(baseline.experiment, own.experiment).map(({ key, from, to }) => `${key} ${from} → ${to}`),
    ...turnedOtherwise(own.changes, baseline.changes).map(turnWords),
    ...turnedOtherwise(baseline.changes, own.changes).map(change => `without ${turnWords(change)}`),
  ];
}

const turnWords = ({ key, to, step }: RecordedChange): string =>
  `${key} → ${formatKnob(to)} at ${formatStep(step)}`;

/** Who the run is, and what it does otherwise. */
export function ColumnHead({ model, column }: ColumnProps) {
  const run = column.run.value;
  const columns = model.columns.value;
  const isBaseline = model.baseline.value === column;
  if (run === null) return null;
  const { folder } = column;
  const at = columns.indexOf(column);
  const differs = differencesOf(model, column);
  const words = model.wordsOf(folder);
  const said = isBaseline
    ? [`pairing ${pairingOf(run.experiment)}`, ...run.changes.map(turnWords)]
    : differs.length > 0
      ? differs
      : ["nothing but its samples"];
  const move = (by: -1 | 1) => () => {
    // What cannot be read has a place too.
    const to = model.state.peek()?.folders.indexOf(columns[at + by]?.folder ?? "") ?? -1;
    if (to >= 0) model.attempt(model.call("runs/move", { run: folder, to }));
  };
  return (
    <section class="run" aria-label={model.nameOf(folder)}>
      <div class="l1">
        <i class={`swatch ${inkOf(model, column)}`} />
        <h2 title={`${model.nameOf(folder)}, ${run.id}`}>
          {words === "" ? "" : `${words} · `}
          <span class={words === "" ? "" : "of"}>{run.name}</span>
        </h2>
        <span class="quiet">seed {run.seed}</span>
        {isBaseline && <span class="mark">baseline</span>}
        <span class="grow" />
        <Menu
          name={`Column ${model.nameOf(folder)}`}
          icon="ellipsis"
          items={[
            {
              label: "Compare with this run",
              refused: isBaseline ? "it is the baseline" : null,
              onPick: () => {
                model.arrange({ baseline: folder });
              },
            },
            { label: "Move left", refused: at === 0 ? "it is the first column" : null, onPick: move(-1) },
            {
              label: "Move right",
              refused: at === columns.length - 1 ? "it is the last column" : null,
              onPick: move(1),
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
      <p class="l2" title={said.join("\n")}>
        {said.slice(0, MOST_DIFFERENCES).map(word => (
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

/** One run's samples, the insides of its modes, the way from one latent to another. */
export function ColumnView({ model, column }: ColumnProps) {
  const { stepsLinked } = model.arranged.value;
  const problem = column.problem.value;
  const hasSamples = column.drawn.value !== null;
  return (
    <div class="cell">
      <div class="frame">
        <ColumnPlate model={model} column={column} />
        {!hasSamples && <p class="empty tiny">{problem ?? "No samples yet"}</p>}
      </div>
      {problem !== null && hasSamples && <p class="tiny problem">{problem}</p>}
      {hasNoDifference(model, column) && (
        <p class="tiny">No difference: its pictures are of another size than the baseline's.</p>
      )}
      {!stepsLinked && <OwnStep model={model} column={column} />}
      <Lenses column={column} />
      <Path model={model} column={column} />
    </div>
  );
}

/** Whether a difference is wished for and cannot be drawn. */
function hasNoDifference(model: CompareModel, column: Column): boolean {
  const own = column.images.samples.value.value?.images;
  const base = model.baseline.value?.images.samples.value.value?.images;
  if (model.arranged.value.mode !== "difference" || own === undefined || base === undefined) return false;
  return !areComparable(own, base);
}

/** How far the output moves on the way, and for pictures the way itself. */
function Path({ model, column }: ColumnProps) {
  const { path } = model.arranged.value;
  const { points, images } = column;
  const isOfImages = column.isOfImages.value;
  const { value, problem } = isOfImages ? images.path : points.path;
  if (!path) return null;
  if (problem.value !== null) return <p class="tiny problem">{problem.value}</p>;
  if (value.value === null) return null;
  const { from, to } = value.value;
  return (
    <>
      {isOfImages && (
        <Plate
          class="film"
          role="img"
          aria-label={`Images from latent ${from} to ${to}`}
          draw={surface => {
            const found = images.path.value.value;
            if (found !== null) drawFilm(surface, found);
          }}
        />
      )}
      <Plate
        class="strip"
        role="img"
        aria-label={`Distance moved from latent ${from} to ${to}`}
        draw={surface => {
          const [ofImages, ofPoints] = [images.path.value.value, points.path.value.value];
          if (ofImages !== null) drawMoved(surface, ofImages);
          else if (ofPoints !== null) drawStrip(surface, ofPoints, points.parts.value);
        }}
      />
    </>
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
        onKeyDown={stepKeys(by => {
          model.stepBy(column, by);
        })}
      />
      <span>{formatStep(shown)}</span>
    </div>
  );
}

function Lenses({ column }: { readonly column: Column }) {
  const { points } = column;
  const [real, samples] = [points.real.value.value, points.samples.value.value?.samples ?? null];
  return <ModeLenses real={real ?? null} samples={samples} />;
}
