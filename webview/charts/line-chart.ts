import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  type ChartDataset,
  type Plugin,
  type ScriptableLineSegmentContext,
} from "chart.js";
import { axisTicks, fromUnit, linear, tickLabel, toUnit, valueLabel, ZERO_DEPTH } from "../numbers/axis.ts";
import { formatStep } from "../numbers/format.ts";
import { hexRgb, type Inks } from "../plates/inks.ts";
import {
  chartPadding,
  drawBands,
  drawLabels,
  drawLoneValues,
  drawMarks,
  drawPointer,
  type DirectLabel,
  type MarkWord,
  type Overlay,
} from "./chart-overlay.ts";
import type { GrowingCurve } from "../numbers/growing-curve.ts";
import type { ChartPointer, ChartScene, Series } from "./scene.ts";
import type { ChartGeometry } from "./svg.ts";
import { stepAxis, valueAxis, type ValueAxis } from "./value-axis.ts";

Chart.register(LineController, LineElement, PointElement, LinearScale);

interface Point {
  x: number;
  y: number;
}
type Dataset = ChartDataset<"line", Point[]> & { readonly key: string };

/** Whether one end of a segment lies beyond the break of a logarithmic axis. */
const crosses = (axis: "x" | "y", of: ValueAxis) => {
  const floor = Math.log10(of.axis.floor) - 1e-9;
  const beyond = (place: number | null | undefined) => (place ?? floor) < floor;
  return (context: ScriptableLineSegmentContext) =>
    beyond(context.p0.parsed[axis]) || beyond(context.p1.parsed[axis]);
};

const hasBreak = ({ axis, low }: ValueAxis): boolean => axis.logarithmic && low <= 0;

/**
 * A chart.js line chart with direct labels, marks and a cursor. Its scales are linear in an axis's units, so that
 * a logarithmic axis can reach 0 after a break. Only a new scene builds anything; the pointer alone just draws.
 */
export class LineChart {
  readonly #chart: Chart<"line", Point[]>;
  readonly #datasets = new Map<string, Dataset>();
  #scene: ChartScene | null = null;
  #inks: Inks | null = null;
  #steps: ValueAxis | null = null;
  #values: ValueAxis | null = null;
  #pointer: ChartPointer = { cursor: null, shown: null, range: null };
  #labels: DirectLabel[] = [];
  #markWords: MarkWord[] = [];

  constructor(canvas: HTMLCanvasElement, width: number, height: number) {
    const { left, right, top, bottom } = chartPadding;
    const plugin: Plugin<"line"> = {
      id: "pairing-lab",
      beforeDatasetsDraw: () => {
        const overlay = this.#overlay();
        if (overlay === null) return;
        drawBands(overlay);
        this.#markWords = drawMarks(overlay);
      },
      afterDatasetsDraw: () => {
        const overlay = this.#overlay();
        if (overlay === null) return;
        drawLoneValues(overlay);
        drawPointer(overlay);
        this.#labels = drawLabels(overlay);
      },
    };
    canvas.width = width;
    canvas.height = height;
    this.#chart = new Chart<"line", Point[]>(canvas, {
      type: "line",
      data: { datasets: [] },
      plugins: [plugin],
      options: {
        animation: false,
        responsive: false,
        maintainAspectRatio: false,
        parsing: false,
        normalized: true,
        events: [],
        layout: { autoPadding: false, padding: { left: 0, right, top, bottom: 0 } },
        elements: { point: { radius: 0, hitRadius: 0 }, line: { borderJoinStyle: "round" } },
        scales: {
          x: {
            type: "linear",
            border: { display: false },
            grid: { display: false, drawTicks: false },
            ticks: { autoSkip: false, maxRotation: 0, padding: 5 },
            afterFit: scale => {
              scale.height = bottom;
            },
          },
          y: {
            type: "linear",
            border: { display: false },
            grid: { drawTicks: false },
            ticks: { autoSkip: false, padding: 6 },
            afterFit: scale => {
              scale.width = left;
            },
          },
        },
      },
    });
  }

  destroy(): void {
    this.#chart.destroy();
  }

  resize(width: number, height: number): void {
    this.#chart.resize(width, height);
  }

  get labels(): readonly DirectLabel[] {
    return this.#labels;
  }

  /** Draws; builds first when scene or colours are other objects than before. */
  draw(scene: ChartScene, pointer: ChartPointer, inks: Inks): void {
    this.#pointer = pointer;
    if (scene !== this.#scene || inks !== this.#inks) {
      this.#build(scene, inks);
      this.#chart.update("none");
    } else this.#chart.draw();
  }

  /** The step under a place in CSS pixels from the canvas's left edge, within what is shown. */
  stepAt(x: number): number {
    const steps = this.#steps;
    if (steps === null) return 0;
    const unit = this.#chart.scales["x"]?.getValueForPixel(x) ?? 0;
    return Math.min(steps.high, Math.max(steps.low, fromUnit(steps.axis, unit)));
  }

  /** Whether any curve has a value where the chart is looked at. */
  get hasValues(): boolean {
    return this.#labels.some(({ value }) => value !== null);
  }

  /** What the lines' labels say, in words. */
  describe(): string {
    const { cursor, shown } = this.#pointer;
    const at = cursor ?? shown ?? this.#scene?.to ?? null;
    const values = this.#labels.map(
      ({ series, value }) => `${series.label} ${value === null ? "has no value" : series.format(value)}`,
    );
    return at === null ? "no values yet" : `step ${formatStep(at)}: ${values.join(", ") || "no values"}`;
  }

  /** The chart as a picture on the theme's background, with twice the pixels. */
  async png(): Promise<Uint8Array> {
    const chart = this.#chart;
    const { width, height } = chart;
    const before = chart.options.devicePixelRatio;
    chart.options.devicePixelRatio = 2;
    chart.resize(width, height);
    const picture = new OffscreenCanvas(chart.canvas.width, chart.canvas.height);
    const context = picture.getContext("2d");
    if (context !== null) {
      context.fillStyle = this.#inks?.background ?? "#fff";
      context.fillRect(0, 0, picture.width, picture.height);
      context.drawImage(chart.canvas, 0, 0);
    }
    if (before === undefined) delete chart.options.devicePixelRatio;
    else chart.options.devicePixelRatio = before;
    chart.resize(width, height);
    return new Uint8Array(await (await picture.convertToBlob({ type: "image/png" })).arrayBuffer());
  }

  /** The place of a value in CSS pixels. */
  place(step: number, value: number): { readonly x: number; readonly y: number } {
    const { x, y } = this.#chart.scales;
    const [steps, values] = [this.#steps, this.#values];
    return {
      x: steps === null ? 0 : (x?.getPixelForValue(toUnit(steps.axis, step)) ?? 0),
      y: values === null ? 0 : (y?.getPixelForValue(toUnit(values.axis, value)) ?? 0),
    };
  }

  /** What an export redraws by other means. */
  geometry(): ChartGeometry {
    const { chartArea, width, height, scales } = this.#chart;
    return {
      width,
      height,
      area: chartArea,
      scene: this.#scene,
      inks: this.#inks,
      labels: this.#labels,
      markWords: this.#markWords,
      stepTicks: scales["x"]?.ticks.map(({ value }) => fromUnit(this.#steps?.axis ?? linear, value)) ?? [],
      valueTicks: scales["y"]?.ticks.map(({ value }) => fromUnit(this.#values?.axis ?? linear, value)) ?? [],
    };
  }

  #overlay(): Overlay | null {
    const [scene, inks] = [this.#scene, this.#inks];
    if (scene === null || inks === null) return null;
    const { ctx: context, width, chartArea: area } = this.#chart;
    const place = (step: number, value: number) => this.place(step, value);
    const { x, y } = this.#chart.scales;
    const middle = (of: ValueAxis | null) => Math.log10(of?.axis.floor ?? 1) - ZERO_DEPTH / 2;
    const breaks = {
      x:
        this.#steps !== null && hasBreak(this.#steps)
          ? (x?.getPixelForValue(middle(this.#steps)) ?? null)
          : null,
      y:
        this.#values !== null && hasBreak(this.#values)
          ? (y?.getPixelForValue(middle(this.#values)) ?? null)
          : null,
    };
    return { breaks, context, width, area, scene, inks, pointer: this.#pointer, place };
  }

  #build(scene: ChartScene, inks: Inks): void {
    this.#scene = scene;
    this.#inks = inks;
    const steps = stepAxis(scene);
    const values = valueAxis(scene);
    this.#steps = steps;
    this.#values = values;
    const datasets: Dataset[] = [];
    for (const series of scene.faint) datasets.push(this.#dataset(series.tag, series, series.line, inks));
    for (const series of scene.series) {
      const { tag, line, behind } = series;
      if (behind !== null) datasets.push(this.#dataset(`${tag} behind`, series, behind, inks));
      datasets.push(this.#dataset(tag, series, line, inks));
    }
    // Wide lines go over thin ones: chart.js draws the first dataset last.
    this.#chart.data.datasets = datasets.reverse();
    this.#setScales(steps, values, inks);
  }

  #setScales(steps: ValueAxis, values: ValueAxis, inks: Inks): void {
    const scales = this.#chart.options.scales;
    const { left, right, top, bottom } = chartPadding;
    const tickFont = { family: inks.family, size: 11 };
    const set = (name: "x" | "y", of: ValueAxis, count: number, label: (value: number) => string) => {
      const scale = scales?.[name];
      if (scale === undefined) return;
      scale.min = of.min;
      scale.max = of.max;
      scale.afterBuildTicks = built => {
        built.ticks = axisTicks(of.axis, of.low, of.high, count).map(value => ({
          value: toUnit(of.axis, value),
        }));
      };
      Object.assign(scale.ticks ?? {}, {
        color: inks.quiet,
        font: tickFont,
        callback: (unit: number | string) => label(Number(fromUnit(of.axis, Number(unit)).toPrecision(6))),
      });
      Object.assign(scale.grid ?? {}, {
        color: (context: { tick?: { value: number } }) => (context.tick?.value === 0 ? inks.axis : inks.grid),
      });
    };
    set("x", steps, (this.#chart.width - left - right) / 84, tickLabel);
    set("y", values, (this.#chart.height - top - bottom) / 36, valueLabel);
  }

  /** Fills a dataset's points in place, so that a live chart makes no garbage. */
  #dataset(key: string, series: Series, curve: GrowingCurve, inks: Inks): Dataset {
    const dataset: Dataset = this.#datasets.get(key) ?? { key, data: [] };
    this.#datasets.set(key, dataset);
    const [scene, steps, values] = [this.#scene, this.#steps, this.#values];
    if (scene === null || steps === null || values === null) return dataset;
    const { data } = dataset;
    // The nearest points outside come along, so that lines run to the edges.
    const first = Math.max(0, curve.indexAt(scene.from) - 1);
    let count = 0;
    for (let i = first; i < curve.length; i++) {
      const x = toUnit(steps.axis, curve.step(i));
      const y = toUnit(values.axis, curve.value(i) * series.scale);
      const point = data[count];
      if (point === undefined) data[count] = { x, y };
      else {
        point.x = x;
        point.y = y;
      }
      count++;
      if (curve.step(i) > scene.to) break;
    }
    data.length = count;
    const faint = key !== series.tag;
    const alpha = faint ? 0.22 : (series.alpha ?? 1);
    Object.assign(dataset, {
      borderColor: withAlpha(inks[series.ink], alpha),
      borderWidth: faint ? 1 : series.width,
      borderDash: faint ? [] : [...(series.dash ?? [])],
      stepped: series.stepped === true ? "before" : false,
    });
    // What joins 0 over a break is dotted.
    const breaks = [
      ...(hasBreak(steps) ? [crosses("x", steps)] : []),
      ...(hasBreak(values) ? [crosses("y", values)] : []),
    ];
    if (breaks.length === 0) delete dataset.segment;
    else {
      const dotted = (context: ScriptableLineSegmentContext) => breaks.some(crossed => crossed(context));
      dataset.segment = { borderDash: context => (dotted(context) ? [1, 3] : undefined) };
    }
    return dataset;
  }
}

/** A colour of the theme ("#rrggbb") made fainter. */
function withAlpha(colour: string, alpha: number): string {
  return alpha >= 1 ? colour : `rgba(${hexRgb(colour).join(",")},${alpha})`;
}
