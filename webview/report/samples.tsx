import { useEffect, useRef } from "preact/hooks";
import type { ReportArm, ReportRun, ReportState } from "../../src/protocol/report.ts";
import { Segments } from "../controls/segments.tsx";
import { formatStep } from "../numbers/format.ts";
import { armText, runOfSeed, valueLabel } from "../numbers/report.ts";
import { Plate } from "../plates/plate.tsx";
import { drawThumbnail } from "./draw-thumbnail.ts";
import type { ReportModel } from "./model.ts";

/** As many seeds stand beside each other; more are a list. */
const MOST_SEGMENTS = 8;

interface Props {
  readonly model: ReportModel;
  readonly state: ReportState;
}

/** The newest samples of one seed of every configuration: the same probe latents. */
export function Samples({ model, state }: Props) {
  const seed = model.seed.value;
  const groups = model.groups.value;
  return (
    <section aria-label="Samples">
      <div class="section-head">
        <h2>Samples</h2>
        <span class="tiny">seed {seed}, newest step, same probe latents; a press opens the run</span>
        <span class="grow" />
        <SeedChoice model={model} seeds={state.plan.seeds} />
      </div>
      <div class="thumbs">
        {groups.map(({ series, arms }) => (
          <div key={series} class="thumb-row" role="group" aria-label={state.plan.series[series] ?? ""}>
            {state.plan.series.length > 1 && (
              <span class="tiny thumb-series">{state.plan.series[series]}</span>
            )}
            {arms.map(arm => (
              <Thumbnail key={arm.key} model={model} state={state} arm={arm} run={runOfSeed(arm, seed)} />
            ))}
          </div>
        ))}
        {groups.length === 0 && <p class="tiny nothing">Every setting is hidden.</p>}
      </div>
    </section>
  );
}

function SeedChoice({ model, seeds }: { readonly model: ReportModel; readonly seeds: readonly number[] }) {
  const now = String(model.seed.value);
  const names = seeds.map(String);
  const choose = (seed: string) => {
    model.arrange({ seed: Number(seed) });
  };
  if (seeds.length < 2) return null;
  if (seeds.length <= MOST_SEGMENTS)
    return (
      <>
        <span class="tiny">seed</span>
        <Segments name="Seed" values={names} value={now} onChange={choose} />
      </>
    );
  return (
    <label class="tiny best-by">
      seed
      <select
        class="box"
        value={now}
        onChange={event => {
          choose(event.currentTarget.value);
        }}
      >
        {names.map(name => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
}

interface ThumbnailProps extends Props {
  readonly arm: ReportArm;
  readonly run: ReportRun | null;
}

function Thumbnail({ model, state, arm, run }: ThumbnailProps) {
  const button = useRef<HTMLButtonElement>(null);
  const seen = useRef(false);
  const { thumbnails } = model;
  useEffect(() => {
    if (button.current === null || run === null) return undefined;
    if (seen.current) {
      thumbnails.want(run);
      return undefined;
    }
    const observer = new IntersectionObserver(entries => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      seen.current = true;
      observer.disconnect();
      thumbnails.want(run);
    });
    observer.observe(button.current);
    return () => {
      observer.disconnect();
    };
  }, [run]);
  const { question } = state.plan;
  const axis = state.plan.axes[question ?? -1];
  const label = axis === undefined ? `seed ${model.seed.value}` : valueLabel(axis, arm.point[question ?? -1]);
  const held = run === null ? null : thumbnails.of(run);
  const step = held?.samples.value?.step;
  const stand =
    run === null
      ? "not begun"
      : run.standing === "failed"
        ? `failed at step ${formatStep(run.step)}`
        : step === undefined
          ? (held?.problem.value ?? "no samples yet")
          : `samples at step ${formatStep(step)}`;
  const best = model.by.value?.best === arm.key;
  const hovered = model.hovered.value === arm.key;
  const dimmed = !model.shownKeys.value.has(arm.key);
  return (
    <button
      ref={button}
      type="button"
      class={`thumb${best ? " best" : ""}${hovered ? " hovered" : ""}${dimmed ? " dimmed" : ""}`}
      aria-disabled={run === null}
      aria-label={`${armText(state.plan, arm)}, seed ${model.seed.value}: ${stand}${best ? "; best" : ""}${dimmed ? "; left out by a filter" : ""}`}
      title={`${armText(state.plan, arm)}, seed ${model.seed.value}: ${stand}`}
      onPointerEnter={() => {
        model.hovered.value = arm.key;
      }}
      onPointerLeave={() => {
        model.hovered.value = null;
      }}
      onFocus={() => {
        model.hovered.value = arm.key;
      }}
      onBlur={() => {
        model.hovered.value = null;
      }}
      onClick={() => {
        if (run !== null) model.attempt(model.call("run/open", { run: run.folder }));
      }}
    >
      <Plate
        of={held}
        draw={surface => {
          drawThumbnail(surface, held?.samples.value ?? null, thumbnails.frame.value);
        }}
      />
      <span class={run?.standing === "failed" ? "bad" : ""}>
        {run?.standing === "failed" ? `${label} ✕` : label}
      </span>
    </button>
  );
}
