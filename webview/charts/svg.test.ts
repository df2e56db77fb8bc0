import assert from "node:assert/strict";
import { test } from "node:test";
import { GrowingCurve } from "../numbers/growing-curve.ts";
import type { Inks } from "../plates/inks.ts";
import type { ChartScene, Series } from "./scene.ts";
import { chartSvg, type ChartGeometry } from "./svg.ts";
import { stepAxis, valueAxis } from "./value-axis.ts";

const series: Series = {
  tag: "loss/pairing",
  label: "pairing <L>",
  ink: "pairing",
  width: 2,
  format: String,
  line: GrowingCurve.of([0, 100, 200], [1, 3, 2]),
  behind: GrowingCurve.of([0, 100, 200], [1, 30, 2]),
  scale: 1,
};
const scene: ChartScene = {
  title: "Losses",
  series: [series],
  from: 0,
  to: 200,
  logSteps: false,
  firstStep: 10,
  logValues: false,
  values: null,
  marks: [{ step: 100, label: "pairing 0 → 0.02", quiet: false }],
  references: [],
  faint: [],
  bands: [],
};
// Only these inks are read here.
const inks = {
  background: "#000",
  foreground: "#fff",
  quiet: "#999",
  pairing: "#c792ea",
  family: "sans-serif",
} as unknown as Inks;
const geometry: ChartGeometry = {
  width: 300,
  height: 200,
  area: { left: 40, right: 176, top: 20, bottom: 180 },
  scene,
  inks,
  labels: [{ series, value: 2, y: 60 }],
  markWords: [{ label: "pairing 0 → 0.02", quiet: false, left: 108 }],
  stepTicks: [0, 100, 200],
  valueTicks: [0, 1, 2, 3],
};

test("an SVG has the line and what is behind it, ticks, marks and labels, with nothing unescaped", () => {
  const svg = chartSvg(geometry);
  assert.equal(svg.match(/<polyline/g)?.length, 2);
  for (const text of ["pairing &lt;L&gt;", "pairing 0 → 0.02", "200"])
    assert.ok(svg.includes(`>${text}</text>`), text);
  assert.ok(!svg.includes("NaN"));
});

test("its line runs from edge to edge of the plot", () => {
  const [, , line] = chartSvg({ ...geometry, scene: { ...scene, marks: [] } }).split('<polyline points="');
  const places = (line ?? "")
    .split('"')[0]
    ?.split(" ")
    .map(pair => Number(pair.split(",")[0]));
  assert.equal(places?.[0], 40);
  assert.equal(places.at(-1), 176);
});

test("a line breaks at a gap; a value alone is a dot, and a line without a value says so", () => {
  const line = GrowingCurve.of([0, 50, 100, 120, 150, 170, 200], [1, 2, NaN, 3, NaN, 2, 2]);
  const [broken, ended] = [
    { ...series, line, behind: null },
    { ...series, tag: "b", label: "ended", line: GrowingCurve.of([0, 100], [1, NaN]), behind: null },
  ];
  const svg = chartSvg({
    ...geometry,
    scene: { ...scene, series: [broken, ended], marks: [] },
    labels: [
      { series: broken, value: 2, y: 60 },
      { series: ended, value: null, y: 80 },
    ],
  });
  const pieces = [...svg.matchAll(/<polyline points="([^"]*)"/g)].map(
    ([, points]) => points?.split(" ").length,
  );
  assert.deepEqual(pieces, [2, 2]);
  assert.equal(svg.match(/<circle/g)?.length, 2);
  assert.ok(svg.includes(">–</text>"));
  assert.ok(!svg.includes("NaN"));
});

test("a value axis holds its lines, not what is behind them; a logarithmic one with 0 has a break", () => {
  const axis = valueAxis(scene);
  assert.equal(axis.low, 0);
  assert.ok(axis.high > 3 && axis.high < 4);
  const zero = { ...series, line: GrowingCurve.of([0, 100], [0, 10]) };
  const log = valueAxis({ ...scene, series: [zero], logValues: true });
  assert.equal(log.low, 0);
  assert.ok(log.axis.floor > 0 && log.axis.floor <= 10);
  assert.ok(log.min < Math.log10(log.axis.floor));
});

test("a step axis is never empty, and a logarithmic one begins its decades at the first recorded step", () => {
  const log = stepAxis({ ...scene, logSteps: true });
  assert.equal(log.axis.floor, 10);
  assert.ok(log.min < 1);
  const empty = stepAxis({ ...scene, from: 0, to: 0 });
  assert.ok(empty.max > empty.min);
});
