import type { Series } from "./series.ts";

/** Points of a curve whose steps are below its last one, until somebody looks: then all are put in their places at once. */
export class LatePoints {
  readonly #points: { readonly step: number; readonly value: number }[] = [];

  get count(): number {
    return this.#points.length;
  }

  add(step: number, value: number): void {
    this.#points.push({ step, value });
  }

  /** Puts them into the series they are late for; among equal steps what came first stays first. */
  mergeInto(series: Series): void {
    const late = this.#points.splice(0).sort((a, b) => a.step - b.step);
    const [first] = late;
    if (first === undefined) return;
    const from = series.indexOf(first.step, true);
    const { steps, values } = series.copy(from, series.length);
    series.truncate(from);
    let at = 0;
    const appendUpTo = (step: number) => {
      for (; at < steps.length && (steps[at] ?? NaN) <= step; at++)
        series.append(steps[at] ?? NaN, values[at] ?? NaN);
    };
    for (const { step, value } of late) {
      appendUpTo(step);
      series.append(step, value);
    }
    appendUpTo(Infinity);
  }
}
