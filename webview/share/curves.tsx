import { computed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { SharedDocument } from "../../src/protocol/shared-page.ts";
import { CurveChart } from "../charts/curve-chart.tsx";
import type { ChartMark, ChartScene } from "../charts/scene.ts";
import { marksOf } from "../dashboard/timeline.ts";
import { chartsOf, type SharedChart } from "./charts.ts";
import type { ShownStep } from "./shown-step.ts";

interface Props {
  readonly shared: SharedDocument;
  readonly timeline: ShownStep;
}

const nothing = () => undefined;

/** Every curve that moves, with one cursor; a click shows the samples of that step. */
export function Curves({ shared, timeline }: Props) {
  const { runs, measures } = shared;
  const charts = useMemo(
    () =>
      chartsOf(
        runs,
        measures.map(({ tag }) => tag),
      ),
    [shared],
  );
  const [only, ...others] = runs;
  const marks = only === undefined || others.length > 0 ? [] : marksOf(only.knobs, only.facts.parent);
  return (
    <section aria-label="Curves">
      <h2>Curves</h2>
      {charts.length === 0 && <p class="quiet">Nothing was recorded.</p>}
      <div class="charts">
        {charts.map(chart => (
          <Chart key={chart.title} chart={chart} marks={marks} timeline={timeline} />
        ))}
      </div>
    </section>
  );
}

interface ChartProps {
  readonly chart: SharedChart;
  readonly marks: readonly ChartMark[];
  readonly timeline: ShownStep;
}

function Chart({ chart, marks, timeline }: ChartProps) {
  const { title, note, description, series, values } = chart;
  const scene = useMemo(
    () =>
      computed<ChartScene | null>(() => {
        const [from, to] = timeline.range.value ?? [0, timeline.end.value];
        return {
          title,
          series,
          from,
          to,
          values,
          marks,
          logSteps: false,
          logValues: false,
          firstStep: 1,
          faint: [],
          bands: [],
          references: [],
        };
      }),
    [chart],
  );
  return (
    <figure class="chart">
      <figcaption title={description}>
        <h3>{title}</h3> <span class="tiny">{note}</span>
      </figcaption>
      <div class="plot">
        <CurveChart timeline={timeline} title={title} scene={scene} onWidth={nothing} onChart={nothing} />
      </div>
    </figure>
  );
}
