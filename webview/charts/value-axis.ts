import { linear, linearBounds, toUnit, type Axis } from "../numbers/axis.ts";
import type { ChartScene } from "./scene.ts";

export interface ValueAxis {
  readonly axis: Axis;
  /** In values. */
  readonly low: number;
  readonly high: number;
  /** In the axis's units, what a scale takes. */
  readonly min: number;
  readonly max: number;
}

/** The value axis of a scene: as high as its lines between the two steps; raw curves behind them may leave it. */
export function valueAxis(scene: ChartScene): ValueAxis {
  let low = Infinity;
  let high = -Infinity;
  let zero = false;
  for (const { line, scale } of [...scene.series, ...scene.faint]) {
    const bounds = line.bounds(scene.from, scene.to, scene.logValues);
    low = Math.min(low, bounds.low * scale);
    high = Math.max(high, bounds.high * scale);
    zero ||= line.bounds(scene.from, scene.to).low <= 0;
  }
  for (const { value } of scene.references) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (scene.logValues) {
    const floor = high >= low ? 10 ** (Math.floor(Math.log10(low * 0.9) * 4) / 4) : 1e-3;
    const top = high >= low ? high * 1.25 : 1;
    const axis: Axis = { logarithmic: true, floor };
    const bottom = zero ? 0 : floor;
    return { axis, low: bottom, high: top, min: toUnit(axis, bottom), max: toUnit(axis, top) };
  }
  const [least, most] = scene.values ?? linearBounds(low, high);
  const bottom = Math.min(least, low);
  const top = Math.max(most, high > most ? high * 1.04 : most);
  return { axis: linear, low: bottom, high: top, min: bottom, max: top };
}

/** The step axis; a logarithmic one that begins at 0 has its break there. */
export function stepAxis({ from, to, logSteps, firstStep }: ChartScene): ValueAxis {
  const axis: Axis = logSteps
    ? { logarithmic: true, floor: Math.max(1, from > 0 ? from : firstStep) }
    : linear;
  const high = logSteps ? Math.max(to, axis.floor * 10) : Math.max(to, from + 1);
  return { axis, low: from, high, min: toUnit(axis, from), max: toUnit(axis, high) };
}
