import { computed, signal, useComputed, type ReadonlySignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useMemo, useRef } from "preact/hooks";
import { PRECISION_TAG } from "../../src/measures/noise.ts";
import type { CurveTable, CurveWindow } from "../../src/protocol/dashboard.ts";
import { chartPadding } from "../charts/chart-overlay.ts";
import { CurveChart } from "../charts/curve-chart.tsx";
import type { LineChart } from "../charts/line-chart.ts";
import type { ChartScene, Series, SeriesLook } from "../charts/scene.ts";
import { chartSvg } from "../charts/svg.ts";
import { IconButton } from "../controls/button.tsx";
import { Toggle } from "../controls/toggle.tsx";
import { curveTableData } from "../controls/curve-table.ts";
import type { TableData } from "../controls/data-table.tsx";
import { Menu } from "../controls/menu.tsx";
import { Slider } from "../controls/slider.tsx";
import { whyNot } from "../host/restricted.ts";
import { MOST_SMOOTHING } from "./arranged.ts";
import { GrowingCurve } from "../numbers/growing-curve.ts";
import { withoutNoise } from "../numbers/noise.ts";
import { Brush } from "./brush.tsx";
import { usePage } from "./context.ts";
import { PairingFigures } from "./figures.tsx";
import { lossLooks, MODES_TAG, qualityLooks } from "./series-looks.ts";
import { fileName } from "./saving.ts";
import type { CurveWish } from "./curve-view.ts";
import { useCurves } from "./use-curves.ts";
import { useParentCurves } from "./use-parent-curves.ts";
import { meanBehind, useSeedBands, type SeedCurve } from "./use-seed-bands.ts";

/** Losses, pairing and quality over the steps, with one cursor and one brush. */
export function Curves() {
  const { model } = usePage();
  const evaluation = computed(() => model.state.value?.run.evaluation);
  const every = computed(() => model.state.value?.run.record.evaluation);
  const over =
    model.trainer !== null
      ? `as ${model.trainer} measures it`
      : evaluation.value === undefined
        ? ""
        : `${evaluation.value.samples.toLocaleString("en-US")} samples every ${(every.value ?? 0).toLocaleString("en-US")} steps, k = ${evaluation.value.neighbours}`;
  return (
    <section class="column curves" aria-label="Curves">
      <Losses />
      <PairingFigures />
      <Quality over={over} />
      <Brush />
    </section>
  );
}

const none = signal<readonly SeedCurve[]>([]);

function Losses() {
  const { model } = usePage();
  const smoothing = model.field("smoothing");
  const logLoss = model.field("logLoss");
  const logSteps = model.field("logSteps");
  const parent = model.field("parent");
  const isBranch = useComputed(() => (model.state.value?.run.parent ?? null) !== null);
  const unit = useComputed(
    () => model.state.value?.curves.find(({ tag }) => tag === "loss/generator")?.unit ?? "",
  );
  return (
    <Curve
      title="Losses"
      note={unit.value}
      waiting="losses"
      looks={lossLooks}
      bands={none}
      smoothed={always}
      beside={null}
      fixed={null}
      logValues={logLoss}
      tools={
        <>
          <label class="tiny smooth" title="Exponential smoothing; the raw curve stays behind it">
            Smoothing
            <Slider
              name="Smoothing"
              position={smoothing.value / MOST_SMOOTHING}
              text={smoothing.value.toFixed(2)}
              onInput={position => {
                model.arrange({ smoothing: Number((position * MOST_SMOOTHING).toFixed(2)) });
              }}
            />
            <span>{smoothing.value.toFixed(2)}</span>
          </label>
          <Toggle
            pressed={logLoss.value}
            title="Logarithmic loss axis"
            onChange={pressed => {
              model.arrange({ logLoss: pressed });
            }}
          >
            log y
          </Toggle>
          <Toggle
            pressed={logSteps.value}
            title="Logarithmic step axis, both charts"
            onChange={pressed => {
              model.arrange({ logSteps: pressed });
            }}
          >
            log step
          </Toggle>
          {isBranch.value && (
            <Toggle
              pressed={parent.value}
              title="How the parent went on, dotted, both charts"
              onChange={pressed => {
                model.arrange({ parent: pressed });
              }}
            >
              parent
            </Toggle>
          )}
        </>
      }
    />
  );
}

const never = signal(false);
const always = signal(true);

/** Modes are counted in steps and stay without a band. */
const bandTags = qualityLooks.map(({ tag }) => tag).filter(tag => tag !== MODES_TAG);

function Quality({ over }: { readonly over: string }) {
  const { model } = usePage();
  const shown = model.field("seeds");
  const smoothed = model.field("smoothQuality");
  const seeds = useSeedBands(bandTags);
  const bands = useMemo(() => computed(() => seeds.value?.curves ?? []), [seeds]);
  const says = seeds.value === null ? [] : [seeds.value.says];
  return (
    <Curve
      title="Quality"
      waiting="evaluation"
      note={[over, ...says].filter(text => text !== "").join("; ")}
      looks={qualityLooks}
      bands={bands}
      smoothed={smoothed}
      beside="quality/"
      fixed={[0, 1.02]}
      logValues={never}
      tools={
        <>
          <Toggle
            pressed={smoothed.value}
            title="Smoothed as the losses are; the measured values stay behind"
            onChange={smoothQuality => {
              model.arrange({ smoothQuality });
            }}
          >
            smooth
          </Toggle>
          <Toggle
            pressed={shown.value}
            title="Mean and 95 % interval over the runs that differ from this one by their seed alone"
            onChange={pressed => {
              model.arrange({ seeds: pressed });
            }}
          >
            seeds
          </Toggle>
        </>
      }
    />
  );
}

interface CurveProps {
  readonly title: string;
  /** What the chart waits for while it is empty. */
  readonly waiting: string;
  readonly note?: string;
  readonly looks: readonly SeriesLook[];
  /** What the seeds of the experiment measured, drawn behind the curves. */
  readonly bands: ReadonlySignal<readonly SeedCurve[]>;
  /** Whether the page's smoothing holds for these curves. */
  readonly smoothed: ReadonlySignal<boolean>;
  /** How the tags begin whose curves stand in the table beside the chart's own. */
  readonly beside: string | null;
  readonly fixed: readonly [number, number] | null;
  readonly logValues: ReadonlySignal<boolean>;
  readonly tools?: ComponentChildren;
}

function Curve({
  title,
  waiting,
  note,
  looks,
  bands,
  smoothed,
  beside,
  fixed,
  logValues,
  tools,
}: CurveProps) {
  const { model, pictures, images, showTable } = usePage();
  const width = useMemo(() => signal(0), []);
  const chart = useRef<LineChart | null>(null);
  const recorded = useMemo(() => {
    const curves = model.slice("curves");
    const names = computed(() => (curves.value ?? []).map(({ tag }) => tag).join("\n"));
    return computed(() => {
      const tags = new Set(names.value.split("\n"));
      return looks.filter(({ tag }) => tags.has(tag));
    });
  }, [model, looks]);
  const present = useMemo(() => {
    const hidden = model.field("hidden");
    return computed(() => recorded.value.filter(({ tag }) => !hidden.value.includes(tag)));
  }, [model, recorded]);
  const amount = useMemo(
    () => computed(() => (smoothed.value ? model.field("smoothing").value : 0)),
    [model, smoothed],
  );
  const wish = (): CurveWish | null => {
    if (width.value === 0 || present.value.length === 0) return null;
    const range = model.field("range").value;
    return {
      tags: present.value.map(({ tag }) => tag),
      from: range?.[0] ?? 0,
      to: range?.[1] ?? null,
      buckets: Math.max(16, Math.round(width.value - chartPadding.left - chartPadding.right)),
      scale: model.field("logSteps").value ? "log" : "linear",
      smoothing: amount.value,
    };
  };
  const view = useCurves(wish);
  const continuation = useParentCurves(wish);
  const every = useMemo(() => computed(() => model.state.value?.run.record.scalars ?? 1), [model]);
  const scene = useMemo(
    () =>
      computed<ChartScene | null>(() => {
        if (view.version.value === 0) return null;
        // The modes of images are their classes.
        const modes = pictures.parts.value?.count ?? images.real.value.value?.classNames.length ?? 0;
        const series = present.value.flatMap<Series>(look => {
          const held = view.curve(look.tag);
          if (held === null) return [];
          const smooth = amount.value > 0 && held.smoothed.length > 0;
          const shape = { line: smooth ? held.smoothed : held.raw, behind: smooth ? held.raw : null };
          if (look.tag !== MODES_TAG) return [{ ...look, ...shape, scale: 1 }];
          const format = (value: number) => `${Math.round(value)}/${modes}`;
          const precision = view.curve(PRECISION_TAG);
          const line = precision === null ? held.raw : withoutNoise(held.raw, precision.raw);
          return modes > 0 ? [{ ...look, line, behind: null, scale: 1 / modes, format }] : [];
        });
        const faint = series.flatMap<Series>(own => {
          const window = continuation.value?.find(({ tag }) => tag === own.tag);
          return window === undefined ? [] : [{ ...own, ...parentLook(window) }];
        });
        const behind = series.flatMap(own => {
          const seeds = bands.value.find(({ tag }) => tag === own.tag);
          return seeds === undefined ? [] : [{ own, seeds }];
        });
        const [from, to] = model.range.value;
        return {
          title,
          series,
          faint: [...faint, ...behind.map(({ own, seeds }) => meanBehind(own, seeds))],
          bands: behind.map(({ own: { ink }, seeds: { low, high } }) => ({ ink, low, high })),
          from,
          to,
          logSteps: model.field("logSteps").value,
          firstStep: Math.max(1, every.value),
          logValues: logValues.value,
          values: fixed,
          marks: model.marks.value,
          references: [],
        };
      }),
    [view],
  );
  const table = () => {
    const charted = new Set(looks.map(({ tag }) => tag));
    const others = (model.slice("curves").peek() ?? [])
      .map(({ tag }) => tag)
      .filter(tag => beside !== null && tag.startsWith(beside) && !charted.has(tag));
    const tags = [...present.value.map(({ tag }) => tag), ...others];
    const [from, to] = model.range.value;
    const asked = { tags, from: Math.floor(from), to: Math.ceil(to), most: 500 };
    showTable(model.call("curves/table", asked).then(found => tableOf(title, found)));
  };
  return (
    <>
      <div class="head">
        <h2>{title}</h2>
        {note !== undefined && <span class="tiny">{note}</span>}
        <span class="tools">
          {tools}
          <Shown title={title} looks={recorded.value} />
          <IconButton icon="table" name={`${title}: data table`} onPress={table} />
          <SaveChart
            title={title}
            chart={() => chart.current}
            tags={() => present.value.map(({ tag }) => tag)}
          />
        </span>
      </div>
      <div class={`plot ${title.toLowerCase()}${scene.value === null ? " skeleton" : ""}`}>
        <CurveChart
          timeline={model.timeline}
          title={title}
          scene={scene}
          onWidth={value => {
            width.value = value;
          }}
          onChart={line => {
            chart.current = line;
          }}
        />
        {scene.value === null && <p class="empty">waiting for the first {waiting}</p>}
      </div>
    </>
  );
}

const titleFrom = (description = "") => (description === "" ? {} : { title: description });

/** What each curve is, and whether it is drawn. */
function Shown({ title, looks }: { readonly title: string; readonly looks: readonly SeriesLook[] }) {
  const { model } = usePage();
  const hidden = model.field("hidden").value;
  const facts = model.state.value?.curves ?? [];
  return (
    <Menu
      name={`${title}: curves shown`}
      icon="ellipsis"
      items={looks.map(({ tag, label }) => {
        const isHidden = hidden.includes(tag);
        return {
          label: `${isHidden ? "Show" : "Hide"} ${label}`,
          ...titleFrom(facts.find(curve => curve.tag === tag)?.description),
          onPick: () => {
            model.arrange({ hidden: isHidden ? hidden.filter(one => one !== tag) : [...hidden, tag] });
          },
        };
      })}
    />
  );
}

/** The same colour, thin, dotted and pale: nobody takes it for the run's own. */
function parentLook({ tag, ...window }: CurveWindow): Partial<Series> & Pick<Series, "tag" | "line"> {
  const line =
    window.smoothed.length > 0
      ? GrowingCurve.of(window.smoothedSteps, window.smoothed)
      : GrowingCurve.of(window.steps, window.values);
  return { tag: `parent ${tag}`, line, behind: null, width: 1, dash: [2, 3], alpha: 0.7 };
}

interface SaveChartProps {
  readonly title: string;
  readonly chart: () => LineChart | null;
  readonly tags: () => readonly string[];
}

function SaveChart({ title, chart, tags }: SaveChartProps) {
  const { model } = usePage();
  const name = (ending: string) => fileName(model, title.toLowerCase(), null, ending);
  const png = async () => {
    const bytes = await chart()?.png();
    if (bytes !== undefined) await model.call("host/save", { name: name("png"), kind: "png", bytes });
  };
  const svg = async () => {
    const geometry = chart()?.geometry();
    if (geometry === undefined) return;
    const bytes = new TextEncoder().encode(chartSvg(geometry));
    await model.call("host/save", { name: name("svg"), kind: "svg", bytes });
  };
  const csv = async () => {
    const [from, to] = model.range.value;
    await model.call("curves/save", { tags: tags(), from: Math.floor(from), to: Math.ceil(to) });
  };
  const item = (label: string, work: () => Promise<void>) => ({
    label,
    refused: whyNot("writes"),
    onPick: () => {
      model.attempt(work());
    },
  });
  return (
    <Menu
      name={`${title}: save`}
      icon="export"
      items={[item("Save as PNG", png), item("Save as SVG", svg), item("Save all points as CSV", csv)]}
    />
  );
}

const shortTag = (tag: string): string => tag.slice(tag.indexOf("/") + 1).replaceAll("_", " ");

function tableOf(title: string, found: CurveTable): TableData {
  return curveTableData(title, found, tag => ({ name: shortTag(tag), digits: tag === MODES_TAG ? 0 : 3 }));
}
