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
import { axisTicks, fromUnit, linear, tickLabel, toUnit } from "../numbers/axis.ts";
import { formatStep } from "../numbers/format.ts";
import { spreadLabels } from "../numbers/spread-labels.ts";
import { hexRgb, type Inks } from "../plates/inks.ts";
import { disc, font, verticalLine } from "../plates/surface.ts";
import type { GrowingCurve } from "./growing-curve.ts";
import type { ChartPointer, ChartScene, Series } from "./scene.ts";
import type { ChartGeometry } from "./svg.ts";
import { stepAxis, valueAxis, type ValueAxis } from "./value-axis.ts";

Chart.register(LineController, LineElement, PointElement, LinearScale);

interface Point {
  x: number;
  y: number;
}
type Dataset = ChartDataset<"line", Point[]> & { readonly key: string };

/** Pixels around the plot: axis labels left and below, marks' labels above, the lines' own labels at the right. */
export const chartPadding = { left: 40, right: 124, top: 20, bottom: 20 } as const;

/** Pixels between the baselines of two labels. */
const LABEL_DISTANCE = 16;
const LABEL_GAP = 10;

/** A line's label as it is drawn. */
export interface DirectLabel {
  readonly series: Series;
  readonly value: number;
  /** Where the line is, and where its label stands. */
  readonly at: number;
  y: number;
}

const isBelow = (floor: number) => (context: ScriptableLineSegmentContext) =>
  (context.p0.parsed.y ?? floor) < floor || (context.p1.parsed.y ?? floor) < floor;

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
  #pointer: ChartPointer = { cursor: null, shown: null };
  #labels: DirectLabel[] = [];
  #firstPositive = 1;

  constructor(canvas: HTMLCanvasElement, width: number, height: number) {
    const { left, right, top, bottom } = chartPadding;
    const overlay: Plugin<"line"> = {
      id: "pairing-lab",
      beforeDatasetsDraw: () => {
        this.#drawMarks();
      },
      afterDatasetsDraw: () => {
        this.#drawPointer();
        this.#drawLabels();
      },
    };
    canvas.width = width;
    canvas.height = height;
    this.#chart = new Chart<"line", Point[]>(canvas, {
      type: "line",
      data: { datasets: [] },
      plugins: [overlay],
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

  /** What the lines' labels say, in words. */
  describe(): string {
    const { cursor, shown } = this.#pointer;
    const at = cursor ?? shown ?? this.#scene?.to ?? null;
    const values = this.#labels.map(({ series, value }) => `${series.label} ${series.format(value)}`);
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
      firstPositive: this.#firstPositive,
      stepTicks: scales["x"]?.ticks.map(({ value }) => fromUnit(this.#steps?.axis ?? linear, value)) ?? [],
      valueTicks: scales["y"]?.ticks.map(({ value }) => fromUnit(this.#values?.axis ?? linear, value)) ?? [],
    };
  }

  #build(scene: ChartScene, inks: Inks): void {
    this.#scene = scene;
    this.#inks = inks;
    this.#firstPositive = Math.min(
      ...scene.series.map(({ line }) => line.step(line.indexAt(1))).filter(Number.isFinite),
      Math.max(1, scene.to / 10),
    );
    const steps = stepAxis(scene, this.#firstPositive);
    const values = valueAxis(scene);
    this.#steps = steps;
    this.#values = values;
    const datasets: Dataset[] = [];
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
    const set = (name: "x" | "y", of: ValueAxis, count: number) => {
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
        callback: (unit: number | string) =>
          tickLabel(Number(fromUnit(of.axis, Number(unit)).toPrecision(6))),
      });
      Object.assign(scale.grid ?? {}, {
        color: (context: { tick?: { value: number } }) => (context.tick?.value === 0 ? inks.axis : inks.grid),
      });
    };
    set("x", steps, (this.#chart.width - left - right) / 84);
    set("y", values, (this.#chart.height - top - bottom) / 36);
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
    const broken = values.axis.logarithmic && values.low <= 0;
    if (broken) {
      const below = isBelow(Math.log10(values.axis.floor));
      dataset.segment = { borderDash: context => (below(context) ? [1, 3] : undefined) };
    } else delete dataset.segment;
    return dataset;
  }

  #drawMarks(): void {
    const [scene, inks] = [this.#scene, this.#inks];
    if (scene === null || inks === null) return;
    const { ctx: context, chartArea: area } = this.#chart;
    context.save();
    context.lineWidth = 1;
    context.textBaseline = "middle";
    for (const { value, label } of scene.references) {
      const { y } = this.place(0, value);
      context.strokeStyle = inks.quiet;
      context.setLineDash([3, 3]);
      context.beginPath();
      context.moveTo(area.left, Math.round(y) + 0.5);
      context.lineTo(area.right, Math.round(y) + 0.5);
      context.stroke();
      context.fillStyle = inks.quiet;
      context.font = font(inks, 11);
      context.textAlign = "right";
      context.fillText(label, area.right - 2, y - 8);
    }
    let free = area.left;
    for (const { step, label, quiet } of scene.marks) {
      if (step < scene.from || step > scene.to) continue;
      const { x } = this.place(step, 0);
      context.strokeStyle = quiet ? inks.quiet : inks.pairing;
      context.globalAlpha = quiet ? 0.5 : 0.9;
      context.setLineDash(quiet ? [1, 3] : [3, 3]);
      verticalLine(context, x, area.top - 4, area.bottom);
      context.globalAlpha = 1;
      context.font = font(inks, 11, quiet ? 400 : 500);
      const width = context.measureText(label).width;
      const left = Math.min(x - 1, area.right + chartPadding.right - width);
      if (left < free) continue; // the table and the journal have it
      context.fillStyle = quiet ? inks.quiet : inks.pairing;
      context.textAlign = "left";
      context.fillText(label, left, area.top - 12);
      free = left + width + 8;
    }
    context.restore();
  }

  #drawPointer(): void {
    const [scene, inks] = [this.#scene, this.#inks];
    if (scene === null || inks === null) return;
    const { ctx: context, chartArea: area } = this.#chart;
    const { cursor, shown } = this.#pointer;
    context.save();
    context.lineWidth = 1;
    context.textBaseline = "middle";
    if (shown !== null && shown >= scene.from && shown <= scene.to) {
      context.strokeStyle = inks.foreground;
      context.globalAlpha = 0.55;
      verticalLine(context, this.place(shown, 0).x - 0.5, area.top - 2, area.bottom);
      context.globalAlpha = 1;
    }
    if (cursor !== null && cursor >= scene.from && cursor <= scene.to) {
      const { x } = this.place(cursor, 0);
      context.strokeStyle = inks.quiet;
      verticalLine(context, x - 0.5, area.top - 2, area.bottom);
      const label = formatStep(cursor);
      context.font = font(inks, 11, 500);
      const width = context.measureText(label).width + 8;
      context.fillStyle = inks.background;
      context.fillRect(x - width / 2, area.bottom + 3, width, 16);
      context.fillStyle = inks.foreground;
      context.textAlign = "center";
      context.fillText(label, x, area.bottom + 11);
    }
    context.restore();
  }

  #drawLabels(): void {
    const [scene, inks] = [this.#scene, this.#inks];
    this.#labels = [];
    if (scene === null || inks === null) return;
    const { ctx: context, chartArea: area, width } = this.#chart;
    const { cursor, shown } = this.#pointer;
    const at = Math.min(cursor ?? shown ?? scene.to, scene.to);
    context.save();
    context.textBaseline = "middle";
    for (const series of scene.series) {
      const value = series.line.at(at);
      if (!Number.isFinite(value)) continue;
      const { x, y } = this.place(Math.max(at, scene.from), value * series.scale);
      const held = Math.min(Math.max(y, area.top - 2), area.bottom);
      this.#labels.push({ series, value, at: held, y: held });
      disc(context, Math.min(Math.max(x, area.left), area.right), held, 3);
      context.fillStyle = inks[series.ink];
      context.fill();
      context.strokeStyle = inks.background;
      context.lineWidth = 1.5;
      context.stroke();
    }
    spreadLabels(this.#labels, LABEL_DISTANCE, area.top - 4, area.bottom - 4);
    for (const { series, value, y } of this.#labels) {
      context.fillStyle = inks[series.ink];
      context.font = font(inks, 12, series.bold === true ? 600 : 400);
      context.textAlign = "left";
      context.fillText(series.label, area.right + LABEL_GAP, y);
      context.textAlign = "right";
      context.fillText(series.format(value), width - 2, y);
    }
    context.restore();
  }
}

/** A colour of the theme ("#rrggbb") made fainter. */
function withAlpha(colour: string, alpha: number): string {
  return alpha >= 1 ? colour : `rgba(${hexRgb(colour).join(",")},${alpha})`;
}
