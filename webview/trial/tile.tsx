import { asksForModes, isNoise, PRECISION_TAG } from "../../src/measures/noise.ts";
import type { MeasureCurve } from "../../src/protocol/compare.ts";
import type { TrialCell, TrialRun, TrialState, TrialWeight } from "../../src/protocol/trial.ts";
import { Button } from "../controls/button.tsx";
import { Menu } from "../controls/menu.tsx";
import {
  formatKnob,
  formatMeasure,
  formatPlusMinus,
  formatSigned,
  formatStep,
  formatValue,
  MISSING,
} from "../numbers/format.ts";
import { undefinedWords } from "../numbers/undefined-words.ts";
import { extentOf } from "../numbers/modes.ts";
import { drawComparedPoints } from "../plates/compared-points.ts";
import { drawForkedCurves } from "../plates/forked-curves.ts";
import { drawPictureGrid } from "../plates/picture-grid.ts";
import { ModeLenses } from "../plates/mode-lenses.tsx";
import { Plate } from "../plates/plate.tsx";
import type { Surface } from "../plates/surface.ts";
import type { TrialModel } from "./model.ts";

interface TileProps {
  readonly model: TrialModel;
  readonly state: TrialState;
  readonly tried: TrialWeight;
}

const NOTHING_PICKED = Number.MAX_SAFE_INTEGER;
const wholeView = { zoom: 1, x: 0, y: 0 };

/** The rows of a tile, in this order where they are measured. */
const shownTags = [
  "quality/coverage",
  "quality/precision",
  "quality/recall",
  "quality/modes",
  "collapse/latent_recovery",
  "collapse/mode_spread",
  "collapse/effective_rank",
  "collapse/log_condition",
  "collapse/distance_ratio_p05",
];

const words: Readonly<Record<TrialRun["state"], string>> = {
  queued: "not begun",
  starting: "starting",
  training: "training",
  paused: "paused",
  done: "done",
  stopped: "stopped",
  failed: "failed",
  lost: "lost",
};

/** What a branch is doing, in a few words. */
export function standing(run: TrialRun | null, until: number): string {
  if (run === null) return "no branch of this seed";
  if (run.notFinite) return `not finite at ${formatStep(run.step)}`;
  if (run.waiting) return "waits for its turn";
  if (run.state === "done" && run.step >= until) return "done";
  return `${words[run.state]}, ${formatStep(run.step)}`;
}

/** One weight: newest samples, curves from the fork on, measures. */
export function Tile({ model, state, tried }: TileProps) {
  const { weight } = tried;
  const run = model.runOf(weight);
  const isBaseline = weight === state.baseline;
  const name = `Weight ${formatKnob(weight)}`;
  const leads = state.verdict.findings.filter(finding => finding.weight === weight);
  return (
    <section class="tile" aria-label={name}>
      <div class="l1">
        <h2>{formatKnob(weight)}</h2>
        {isBaseline && (
          <span class="mark" title="The weight that the parent had; the others are compared with it">
            as before
          </span>
        )}
        {leads.map(({ aspect, certainty, text }) => (
          <span
            key={aspect}
            class={`mark lead ${certainty === "shown" ? "sure" : ""}`}
            title={`${text} (${certainty})`}
          >
            {certainty === "shown" ? `best ${aspect}` : `${aspect}?`}
          </span>
        ))}
        <span class="grow" />
        <TileMenu model={model} run={run} name={name} />
      </div>
      <p class={`tiny stand ${run?.notFinite === true || run?.state === "failed" ? "problem" : ""}`}>
        {standing(run, state.until)}
      </p>
      <Samples model={model} run={run} name={name} />
      <Inside model={model} run={run} />
      <Curves state={state} run={run} base={model.runOf(state.baseline)} name={name} />
      <Measures state={state} tried={tried} run={run} />
      <div class="deeds">
        <Button
          look="secondary"
          title={`The parent trains with this weight from its step now (${formatStep(state.parent.step)}) on; its journal records it`}
          refused={
            state.actions.adopt ??
            (state.parent.weight === weight ? "The parent trains with this weight already" : null)
          }
          onPress={() => {
            model.adopt(weight);
          }}
        >
          Adopt in the parent
        </Button>
        <Button
          look="secondary"
          title="A new run goes on from this branch's last checkpoint"
          refused={
            state.actions.goOn ??
            (run === null || run.step <= state.from ? "This branch has not trained yet" : null)
          }
          onPress={() => {
            if (run !== null) model.attempt(model.call("trial/goOn", { run: run.folder }));
          }}
        >
          Go on from here
        </Button>
      </div>
    </section>
  );
}

function TileMenu({
  model,
  run,
  name,
}: {
  readonly model: TrialModel;
  readonly run: TrialRun | null;
  readonly name: string;
}) {
  if (run === null) return null;
  return (
    <Menu
      name={`${name}: more`}
      icon="ellipsis"
      items={[
        {
          label: "Open dashboard",
          onPick: () => {
            model.attempt(model.call("runs/open", { run: run.folder }));
          },
        },
      ]}
    />
  );
}

interface OfRun {
  readonly state: TrialState;
  readonly run: TrialRun | null;
  readonly name: string;
}

function Samples({ model, run, name }: Omit<OfRun, "state"> & { readonly model: TrialModel }) {
  const branch = run === null ? null : model.branch(run.folder);
  const points = branch?.points.value.value ?? null;
  const pictures = branch?.images.value.value ?? null;
  const problem = run?.trouble ?? branch?.points.problem.value ?? branch?.images.problem.value ?? null;
  const held = points ?? pictures;
  const count = points?.samples.rows ?? pictures?.images.count ?? 0;
  const draw = (surface: Surface) => {
    const own = branch?.images.value.value?.images ?? null;
    if (own !== null)
      drawPictureGrid(surface, { own, base: null, blend: 1, picked: NOTHING_PICKED, view: wholeView });
    const shown = branch?.points.value.value ?? null;
    if (shown === null) return;
    const real = model.real.value.value;
    drawComparedPoints(surface, {
      extent: extentOf(real?.samples ?? shown.samples, 0, 1),
      axes: [0, 1],
      real: real?.samples ?? null,
      own: shown.samples,
      base: null,
      opacity: 1,
      moves: false,
      ownInk: surface.inks.generated,
      baseInk: surface.inks.run1,
      modes: real?.modes ?? null,
      nearby: null,
      picked: NOTHING_PICKED,
      path: null,
    });
  };
  return (
    <div class="frame">
      <Plate
        role="img"
        aria-label={
          held === null
            ? `${name}: no samples yet`
            : `${name}: ${formatStep(count)} samples at step ${formatStep(held.step)}`
        }
        of={branch}
        draw={draw}
      />
      {held === null && <p class="empty tiny">{problem ?? "No samples yet"}</p>}
      {held !== null && problem !== null && <p class="tiny problem">{problem}</p>}
    </div>
  );
}

/** Weights whose samples look alike from afar differ inside the modes. */
function Inside({ model, run }: { readonly model: TrialModel; readonly run: TrialRun | null }) {
  const samples = run === null ? null : (model.branch(run.folder).points.value.value?.samples ?? null);
  return <ModeLenses real={model.real.value.value} samples={samples} />;
}

const curveLooks = [
  { tag: "quality/coverage", label: "coverage", ink: "coverage", width: 2.25 },
  { tag: "quality/precision", label: "precision", ink: "precision", width: 1.5 },
] as const;

const curveOf = (run: TrialRun | null, tag: string): MeasureCurve | null =>
  run?.measures.find(curve => curve.tag === tag) ?? null;

function Curves({ state, run, base, name }: OfRun & { readonly base: TrialRun | null }) {
  const newest = curveLooks.map(({ tag, label }) => {
    const value = curveOf(run, tag)?.values.at(-1);
    return `${label} ${value === undefined ? MISSING : formatValue(value)}`;
  });
  return (
    <Plate
      class="forked"
      role="img"
      aria-label={`${name}: ${newest.join(", ")}`}
      title="Coverage and precision from 0 to 1; the line marks the fork, faint is the weight as before"
      of={run ?? state}
      draw={surface => {
        drawForkedCurves(surface, {
          curves: curveLooks.map(({ tag, ...look }) => ({
            ...look,
            own: curveOf(run, tag),
            beside: run === base ? null : curveOf(base, tag),
          })),
          from: Math.max(0, 2 * state.from - state.until),
          to: state.until,
          fork: state.from,
        });
      }}
    />
  );
}

function Measures({ state, tried, run }: Omit<OfRun, "name"> & { readonly tried: TrialWeight }) {
  const rows = shownTags.flatMap(tag => {
    const facts = state.measures.find(measure => measure.tag === tag);
    const cell = tried.cells.find(one => one.tag === tag) ?? null;
    const lacking = tried.undefined.find(one => one.tag === tag) ?? null;
    const isOpen = cell === null && lacking === null;
    const newest = isOpen && run !== null && run.step > state.from ? newestOf(run, tag) : null;
    return facts === undefined || (isOpen && newest === null) ? [] : [{ facts, cell, lacking, newest }];
  });
  if (rows.length === 0) return <p class="tiny note">No measures yet.</p>;
  return (
    <dl class="figures">
      {rows.map(({ facts, cell, lacking, newest }) => (
        <div key={facts.tag}>
          <dt title={facts.description}>{facts.title}</dt>
          {newest !== null && <Newest tag={facts.tag} of={newest} />}
          {cell !== null && <Value cell={cell} />}
          {lacking !== null && (
            <dd class="sofar">
              undefined in {lacking.seeds} of {lacking.of} {lacking.of === 1 ? "seed" : "seeds"}
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}

interface NewestPoint {
  readonly step: number;
  /** NaN where that evaluation found none. */
  readonly value: number;
}

function newestOf(run: TrialRun, tag: string): NewestPoint | null {
  const curve = curveOf(run, tag);
  const [step, value] = [curve?.steps.at(-1), curve?.values.at(-1)];
  if (step === undefined || value === undefined) return null;
  const precision = curveOf(run, PRECISION_TAG);
  const muted = asksForModes(tag) && precision?.steps.at(-1) === step && isNoise(precision.values.at(-1));
  return { step, value: muted ? NaN : value };
}

/** What a branch measured last, while nothing is compared. */
function Newest({ tag, of: newest }: { readonly tag: string; readonly of: NewestPoint }) {
  const { step, value } = newest;
  if (Number.isNaN(value)) return <dd class="sofar">{undefinedWords(step, undefined)}</dd>;
  return (
    <dd class="sofar" title={`Of step ${formatStep(step)}; it is compared at the last step`}>
      {formatMeasure(tag, value)}
    </dd>
  );
}

const half = (value: number | null): string => (value === null ? "" : ` ${formatPlusMinus(value)}`);

/** A difference has a colour only where its own interval leaves out 0; without one it is slanted. */
function verdictOf({ difference }: TrialCell): string {
  const better = difference?.better ?? null;
  if (difference === null || better === null) return "same";
  if (difference.halfWidth === null) return "single";
  if (Math.abs(difference.mean) <= difference.halfWidth) return "same";
  return better ? "better" : "worse";
}

function Value({ cell }: { readonly cell: TrialCell }) {
  const { mean, halfWidth, count, difference } = cell;
  const seeds = `mean of ${count} ${count === 1 ? "seed" : "seeds"}${halfWidth === null ? "" : ", 95 % interval"}`;
  return (
    <dd title={seeds}>
      <b>{formatMeasure(cell.tag, mean)}</b>
      <span class="quiet-half">{half(halfWidth)}</span>
      {difference !== null && (
        <span
          class={`d ${verdictOf(cell)}`}
          title={`against the weight as before, over ${difference.count} ${difference.count === 1 ? "seed" : "seeds"}${difference.halfWidth === null ? ": no interval" : ", 95 % interval"}`}
        >
          {formatSigned(difference.mean)}
          {half(difference.halfWidth)}
        </span>
      )}
    </dd>
  );
}
