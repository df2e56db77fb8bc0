import assert from "node:assert/strict";
import { test } from "node:test";
import { syntheticSweep } from "../../test/webview/synthetic-sweep.ts";
import { reportState } from "../../src/dashboard/report-state.ts";
import { makeReport } from "../../src/sweeps/report/report.ts";
import { questionOf } from "../numbers/report.ts";
import type { Inks } from "../plates/inks.ts";
import { drawMeasure, frameOf, type MeasureScene } from "./draw-measure.ts";

const facts = { folder: "/runs/w", experiment: "ring-8", sweeping: false, failure: null, trusted: true };
const state = reportState(makeReport(syntheticSweep({ weights: 6, regimes: 1, seeds: 3 }, 2)), facts);

/** A canvas that remembers its discs and the lines that were stroked, in whole pixels. */
function recorder() {
  const lines: number[][] = [];
  const discs: { readonly x: number; readonly alpha: number }[] = [];
  let path: number[] = [];
  const context = {
    globalAlpha: 1,
    beginPath: () => (path = []),
    moveTo: (x: number) => path.push(x),
    lineTo: (x: number) => path.push(x),
    arc: (x: number) => discs.push({ x: Math.round(x), alpha: context.globalAlpha }),
    stroke: () => lines.push(path.map(Math.round)),
    measureText: (text: string) => ({ width: 6 * text.length }),
  };
  const idle = () => undefined;
  const surface = new Proxy(context, {
    get: (held, name) => (name in held ? held[name as keyof typeof held] : idle),
  });
  return { lines, discs, context: surface as unknown as CanvasRenderingContext2D };
}

test("what a filter leaves out is dimmed, stays in its place, and no line goes over it", () => {
  const index = state.head.measures.findIndex(({ tag }) => tag === "quality/coverage");
  const measure = state.head.measures[index];
  const [left] = state.arms.slice(3);
  assert.ok(measure !== undefined && left !== undefined);
  const scene = (keys: readonly string[]): MeasureScene => ({
    measure,
    index,
    digits: 2,
    question: questionOf(state.plan),
    series: [{ look: 0, arms: state.arms }],
    shown: new Set(keys),
    hovered: null,
  });
  const all = state.arms.map(({ key }) => key);
  const drawn = (one: MeasureScene) => {
    const { lines, discs, context } = recorder();
    drawMeasure({ context, width: 400, height: 200, inks: {} as Inks }, one);
    const at = Math.round(frameOf(one, 400, 200).x(left));
    const over = lines.filter(xs => xs.length > 1 && Math.min(...xs) < at && Math.max(...xs) > at);
    // Ticks of the axes go over everything, from edge to edge.
    return { over: over.filter(xs => Math.min(...xs) > 36), discs: discs.filter(({ x }) => x === at) };
  };
  assert.ok(drawn(scene(all)).over.length > 0);
  const filtered = drawn(scene(all.filter(key => key !== left.key)));
  assert.deepEqual(filtered.over, []);
  assert.deepEqual(
    filtered.discs.map(({ alpha }) => alpha),
    [0.3],
  );
});
