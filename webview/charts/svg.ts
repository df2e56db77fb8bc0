import { tickLabel, valueLabel } from "../numbers/axis.ts";
import { MISSING } from "../numbers/format.ts";
import { unbroken } from "../numbers/unbroken.ts";
import type { Inks } from "../plates/inks.ts";
import { BAND_ALPHA, outlines } from "./band.ts";
import type { ChartScene, Series } from "./scene.ts";
import type { GrowingCurve } from "../numbers/growing-curve.ts";
import { MARK_RISE, type MarkWord } from "./chart-overlay.ts";
import { stepAxis, valueAxis } from "./value-axis.ts";
import { toUnit } from "../numbers/axis.ts";

/** What a drawn chart says of itself, in CSS pixels. */
export interface ChartGeometry {
  readonly width: number;
  readonly height: number;
  readonly area: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  };
  readonly scene: ChartScene | null;
  readonly inks: Inks | null;
  readonly labels: readonly { readonly series: Series; readonly value: number | null; readonly y: number }[];
  readonly markWords: readonly MarkWord[];
  readonly stepTicks: readonly number[];
  readonly valueTicks: readonly number[];
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const short = (value: number): string => value.toFixed(2).replace(/\.?0+$/, "");

/** The chart as an SVG picture: the same lines, ticks, marks and labels as on the screen. */
export function chartSvg(geometry: ChartGeometry): string {
  const { width, height, area, scene, inks } = geometry;
  if (scene === null || inks === null) return `<svg xmlns="http://www.w3.org/2000/svg"/>`;
  const [steps, values] = [stepAxis(scene), valueAxis(scene)];
  const x = (step: number) =>
    area.left + ((area.right - area.left) * (toUnit(steps.axis, step) - steps.min)) / (steps.max - steps.min);
  const y = (value: number) =>
    area.bottom -
    ((area.bottom - area.top) * (toUnit(values.axis, value) - values.min)) / (values.max - values.min);
  const line = (x1: number, y1: number, x2: number, y2: number, look: string) =>
    `<line x1="${short(x1)}" y1="${short(y1)}" x2="${short(x2)}" y2="${short(y2)}" ${look}/>`;
  const text = (content: string, at: readonly [number, number], look: string) =>
    `<text x="${short(at[0])}" y="${short(at[1])}" dominant-baseline="middle" ${look}>${escaped(content)}</text>`;
  const path = ({
    series,
    curve,
    faint,
  }: {
    series: Series;
    curve: GrowingCurve;
    faint: boolean;
  }): string => {
    const dash = series.dash === undefined || faint ? "" : ` stroke-dasharray="${series.dash.join(" ")}"`;
    const opacity = faint ? 0.22 : (series.alpha ?? 1);
    const thickness = faint ? 1 : series.width;
    const at = (i: number) => [short(x(curve.step(i))), short(y(curve.value(i) * series.scale))] as const;
    const piece = ([from, to]: readonly [number, number]): string => {
      if (to - from === 1) {
        const [atX, atY] = at(from);
        return `<circle cx="${atX}" cy="${atY}" r="${Math.max(1.5, thickness)}" fill="${inks[series.ink]}" fill-opacity="${opacity}"/>`;
      }
      const points: string[] = [];
      let before = "";
      for (let i = from; i < to; i++) {
        const [atX, atY] = at(i);
        if (series.stepped === true && before !== "") points.push(`${atX},${before}`);
        points.push(`${atX},${atY}`);
        before = atY;
      }
      return `<polyline points="${points.join(" ")}" fill="none" stroke="${inks[series.ink]}" stroke-width="${thickness}" stroke-opacity="${opacity}" stroke-linejoin="round"${dash}/>`;
    };
    // The nearest points outside come along, so that lines run to the edges.
    const first = Math.max(0, curve.indexAt(scene.from) - 1);
    const end = Math.min(curve.length, curve.indexUpTo(scene.to) + 2);
    return unbroken(curve, first, end).map(piece).join("");
  };
  const quiet = `fill="${inks.quiet}" font-size="11"`;
  const parts = [
    `<rect width="${width}" height="${height}" fill="${inks.background}"/>`,
    ...geometry.valueTicks.flatMap(value => [
      line(area.left, y(value), area.right, y(value), `stroke="${inks.foreground}" stroke-opacity="0.1"`),
      text(valueLabel(value), [area.left - 6, y(value)], `text-anchor="end" ${quiet}`),
    ]),
    ...geometry.stepTicks.map(step =>
      text(tickLabel(step), [x(step), area.bottom + 11], `text-anchor="middle" ${quiet}`),
    ),
    ...scene.marks
      .filter(({ step }) => step >= scene.from && step <= scene.to)
      .map(({ step, quiet }) => {
        const look = `stroke="${quiet ? inks.quiet : inks.pairing}" stroke-dasharray="3 3"`;
        return line(x(step), area.top - 4, x(step), area.bottom, look);
      }),
    ...geometry.markWords.map(({ label, quiet, left }) =>
      text(label, [left, area.top - MARK_RISE], `fill="${quiet ? inks.quiet : inks.pairing}" font-size="11"`),
    ),
    `<clipPath id="plot"><rect x="${area.left}" y="${area.top}" width="${area.right - area.left}" height="${area.bottom - area.top}"/></clipPath>`,
    `<g clip-path="url(#plot)">`,
    ...scene.bands.flatMap(band =>
      outlines(band).map(corners => {
        const points = corners.map(([step, value]) => `${short(x(step))},${short(y(value))}`).join(" ");
        return `<polygon points="${points}" fill="${inks[band.ink]}" fill-opacity="${BAND_ALPHA}"/>`;
      }),
    ),
    ...scene.faint.map(series => path({ series, curve: series.line, faint: false })),
    ...[...scene.series]
      .reverse()
      .flatMap(series => [
        ...(series.behind === null ? [] : [path({ series, curve: series.behind, faint: true })]),
        path({ series, curve: series.line, faint: false }),
      ]),
    `</g>`,
    ...geometry.labels.flatMap(({ series, value, y: at }) => {
      const look = `fill="${inks[series.ink]}" font-size="12" font-weight="${series.bold === true ? 600 : 400}"`;
      return [
        text(series.label, [area.right + 10, at], look),
        text(value === null ? MISSING : series.format(value), [width - 2, at], `text-anchor="end" ${look}`),
      ];
    }),
  ];
  const family = escaped(inks.family);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${family}"><title>${escaped(scene.title)}</title>${parts.join("")}</svg>\n`;
}
