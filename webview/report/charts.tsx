import { useSignal } from "@preact/signals";
import type { ReportState } from "../../src/protocol/report.ts";
import { IconButton } from "../controls/button.tsx";
import { Toggle } from "../controls/toggle.tsx";
import { formatValue } from "../numbers/format.ts";
import { digitsOf, leadingTags, questionOf, shortKey, valueLabel } from "../numbers/report.ts";
import { Plate } from "../plates/plate.tsx";
import { armAt, drawMeasure, type MeasureScene } from "./draw-measure.ts";
import { SeriesKey } from "./series-key.tsx";
import { MeansTable } from "./means-table.tsx";
import type { ReportModel } from "./model.ts";

const AT_FIRST = 4;

interface Props {
  readonly model: ReportModel;
  readonly state: ReportState;
}

function sceneOf(model: ReportModel, state: ReportState, tag: string): MeasureScene | null {
  const index = state.head.measures.findIndex(measure => measure.tag === tag);
  const measure = state.head.measures[index];
  if (measure === undefined) return null;
  return {
    measure,
    index,
    digits: digitsOf(state, index),
    question: questionOf(state.plan),
    series: model.groups.value.map(({ series, arms }) => ({ look: series, arms })),
    shown: model.shownKeys.value,
    hovered: model.hovered.value,
  };
}

/** The question's charts: each leading measure against its axis. */
export function Charts({ model, state }: Props) {
  const table = useSignal(false);
  const { measures } = state.head;
  const { allCharts } = model.arranged.value;
  const tags = leadingTags(state.head, allCharts ? measures.length : AT_FIRST);
  const first = questionOf(state.plan)?.axis;
  const keys = state.plan.axes.map(({ key }) => key);
  return (
    <section aria-label="Quality">
      <div class="section-head">
        <h2>{first === undefined ? "Quality" : `Quality against ${shortKey(first.key, keys)}`}</h2>
        <span class="tiny">
          {state.head.means}
          {first?.gap === true ? "; logarithmic axis with 0 at its left end" : ""}
        </span>
        <span class="grow" />
        <SeriesKey model={model} state={state} />
        {measures.length > AT_FIRST && (
          <Toggle
            pressed={allCharts}
            title="A chart for each measure"
            onChange={pressed => {
              model.arrange({ allCharts: pressed });
            }}
          >
            all {measures.length} measures
          </Toggle>
        )}
        <IconButton
          icon="table"
          name="Data table of the charts"
          onPress={() => {
            table.value = true;
          }}
        />
      </div>
      {tags.length === 0 ? (
        <p class="tiny nothing">The charts fill when the first run is done.</p>
      ) : (
        <div class="charts">
          {tags.map(tag => (
            <MeasureChart key={tag} model={model} tag={tag} />
          ))}
        </div>
      )}
      <MeansTable model={model} state={state} isShown={table} />
    </section>
  );
}

function MeasureChart({ model, tag }: { readonly model: ReportModel; readonly tag: string }) {
  const state = model.state.value;
  const measure = state?.head.measures.find(one => one.tag === tag);
  if (state === null || measure === undefined) return null;
  const point = (event: PointerEvent | MouseEvent) => {
    const scene = sceneOf(model, state, tag);
    if (!(event.currentTarget instanceof HTMLCanvasElement) || scene === null) return null;
    const { clientWidth, clientHeight } = event.currentTarget;
    return armAt(scene, clientWidth, clientHeight, event.offsetX, event.offsetY);
  };
  return (
    <figure class="chart" title={measure.description}>
      <figcaption>
        {measure.title}
        {measure.better === "lower" ? <span class="tiny"> lower is better</span> : null}
      </figcaption>
      <Plate
        role="img"
        aria-label={spoken(model, state, tag)}
        draw={surface => {
          const now = model.state.value;
          const scene = now === null ? null : sceneOf(model, now, tag);
          if (scene !== null) drawMeasure(surface, scene);
        }}
        onPointerMove={event => {
          model.hovered.value = point(event)?.key ?? null;
        }}
        onPointerLeave={() => {
          model.hovered.value = null;
        }}
        onClick={event => {
          const arm = point(event);
          if (arm !== null) model.openRun(arm);
        }}
      />
    </figure>
  );
}

/** The chart in words: each series' best mean. */
function spoken(model: ReportModel, state: ReportState, tag: string): string {
  const index = state.head.measures.findIndex(measure => measure.tag === tag);
  const measure = state.head.measures[index];
  const question = questionOf(state.plan);
  const parts = model.shown.value
    .filter(({ key }) => key === measure?.best)
    .map(arm => {
      const mean = arm.cells[index]?.mean ?? null;
      const at = question === null ? "" : ` at ${valueLabel(question.axis, arm.point[question.index])}`;
      return `best ${formatValue(mean, digitsOf(state, index))}${at}`;
    });
  const against = question === null ? "" : ` against ${question.axis.key}`;
  return `${measure?.title ?? tag}${against}: ${parts.length === 0 ? "no run is done yet" : parts.join("; ")}`;
}
