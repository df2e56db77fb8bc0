import { computed, signal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { SourceWindow } from "../../src/protocol/curves.ts";
import { chartPadding } from "../charts/chart-overlay.ts";
import { CurveChart } from "../charts/curve-chart.tsx";
import type { LineChart } from "../charts/line-chart.ts";
import type { ChartScene, Series } from "../charts/scene.ts";
import { Resource } from "../host/resource.ts";
import { formatValue } from "../numbers/format.ts";
import { GrowingCurve } from "../numbers/growing-curve.ts";
import { shortened, shortTag } from "../numbers/tag-groups.ts";
import type { InkName } from "../plates/inks.ts";
import { ChartTools } from "./chart-tools.tsx";
import type { CurvesModel } from "./model.ts";

/** The colours of the sources, in their order; numbers say the same. */
export const sourceInks = ["run1", "run2", "run3", "run4"] as const satisfies readonly InkName[];

/** Characters of a name that have room beside a value. */
const NAME_ROOM = 7;

const bySize = (value: number): string => {
  const size = Math.abs(value);
  return formatValue(value, size >= 10 ? 1 : size >= 1 ? 2 : 3);
};

interface Wish {
  readonly from: number;
  readonly to: number;
  readonly buckets: number;
  readonly scale: "linear" | "log";
  readonly smoothing: number;
  /** What the host has of this tag: other points are other windows. */
  readonly stamp: string;
}

interface TagChartProps {
  readonly model: CurvesModel;
  readonly tag: string;
}

/** One tag's curve of every source that has it. */
export function TagChart({ model, tag }: TagChartProps) {
  const place = useRef<HTMLElement>(null);
  const near = useMemo(() => signal(false), []);
  // A log may have hundreds of tags: what is far from sight draws nothing and asks for nothing.
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const observer = new IntersectionObserver(
      entries => {
        near.value = entries.at(-1)?.isIntersecting ?? false;
      },
      { rootMargin: "400px" },
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);
  return (
    <section class="tag" ref={place} aria-label={tag}>
      {near.value ? <Chart model={model} tag={tag} /> : <Head tag={tag} />}
    </section>
  );
}

function Head({ tag }: { readonly tag: string }) {
  return (
    <div class="head">
      <h3 title={tag}>{shortTag(tag)}</h3>
    </div>
  );
}

function Chart({ model, tag }: TagChartProps) {
  const chart = useRef<LineChart | null>(null);
  const width = useMemo(() => signal(0), []);
  const windows = useMemo(
    () =>
      new Resource<Wish, readonly SourceWindow[]>(
        1,
        async ({ from, to, buckets, scale, smoothing }, abort) => {
          const asked = { tag, from, to, buckets, scale, smoothing };
          const found = await model.call("curves/window", asked, { signal: abort });
          return found.windows;
        },
      ),
    [model, tag],
  );
  const wish = useMemo(
    () =>
      computed<Wish | null>(() => {
        if (width.value === 0) return null;
        const curves = (model.state.value?.sources ?? []).map(({ folder, generation, curves: all }) => {
          const found = all.find(curve => curve.tag === tag);
          return found === undefined ? "" : `${folder} ${generation} ${found.count}`;
        });
        const range = model.field("range").value;
        return {
          from: range?.[0] ?? 0,
          to: range?.[1] ?? Math.max(1, model.newest.value),
          buckets: Math.max(16, Math.round(width.value - chartPadding.left - chartPadding.right)),
          scale: model.field("logSteps").value ? "log" : "linear",
          smoothing: model.field("smoothing").value,
          stamp: curves.join("\n"),
        };
      }),
    [model, tag],
  );
  useEffect(
    () =>
      wish.subscribe(wanted => {
        if (wanted !== null) windows.want(wanted);
      }),
    [wish],
  );
  const scene = useMemo(() => {
    const end = computed(() => Math.max(1, model.newest.value));
    return computed<ChartScene | null>(() => {
      const held = windows.value.value;
      if (held === null) return null;
      const sources = model.state.peek()?.sources ?? [];
      const isSmooth = model.field("smoothing").value > 0;
      const series = held.flatMap(({ folder, window }) => {
        const number = sources.findIndex(source => source.folder === folder);
        const name = sources[number]?.name;
        const raw = GrowingCurve.of(window.steps, window.values);
        const smoothed = GrowingCurve.of(window.smoothedSteps, window.smoothed);
        const shape = isSmooth ? { line: smoothed, behind: raw } : { line: raw, behind: null };
        const short = shortened(name ?? "", NAME_ROOM);
        const label = sources.length > 1 ? `${number + 1} ${short}` : short;
        return name === undefined ? [] : [seriesOf(folder, label, number, shape)];
      });
      const range = model.field("range").value;
      return {
        title: tag,
        series,
        from: range?.[0] ?? 0,
        to: range?.[1] ?? end.value,
        logSteps: model.field("logSteps").value,
        firstStep: 1,
        logValues: model.field("logValues").value,
        values: valuesIn(series, range ?? [0, end.value]),
        marks: [],
        references: [],
        bands: [],
        faint: [],
      };
    });
  }, [windows]);
  return (
    <>
      <div class="head">
        <h3 title={tag}>{shortTag(tag)}</h3>
        <ChartTools model={model} tag={tag} chart={() => chart.current} />
      </div>
      <div class={`plot${scene.value === null ? " skeleton" : ""}`}>
        <CurveChart
          timeline={model.timeline}
          title={tag}
          scene={scene}
          onWidth={value => {
            width.value = value;
          }}
          onChart={line => {
            chart.current = line;
          }}
        />
        {windows.problem.value !== null && <p class="empty">{windows.problem.value}</p>}
      </div>
    </>
  );
}

/** A little room above and below what the curves show: other programs' values need not be near 0. */
function valuesIn(
  series: readonly Series[],
  [from, to]: readonly [number, number],
): readonly [number, number] | null {
  const bounds = series.map(({ line }) => line.bounds(from, to));
  const low = Math.min(...bounds.map(bound => bound.low));
  const high = Math.max(...bounds.map(bound => bound.high));
  if (!(high > low))
    return high === low
      ? [low - Math.max(1e-6, Math.abs(low) / 10), high + Math.max(1e-6, Math.abs(low) / 10)]
      : null;
  const room = (high - low) * 0.05;
  return [low >= 0 && low - room < 0 ? 0 : low - room, high + room];
}

function seriesOf(
  folder: string,
  label: string,
  number: number,
  shape: Pick<Series, "line" | "behind">,
): Series {
  return {
    ...shape,
    tag: folder,
    label,
    ink: sourceInks[number] ?? "run1",
    width: 1.5,
    format: bySize,
    scale: 1,
  };
}
