import { computed, signal, type ReadonlySignal } from "@preact/signals";
import type { Timeline } from "../charts/curve-chart.tsx";
import type { SharedDocument } from "../../src/protocol/shared-page.ts";
import { nearestTo } from "../numbers/search.ts";

/** The step that the whole page shows, and what moves it. */
export interface ShownStep extends Timeline {
  /** Steps that some run has samples of; ascending. */
  readonly steps: readonly number[];
  readonly shown: ReadonlySignal<number | null>;
  /** The steps that charts show alone; null: all. */
  readonly range: ReadonlySignal<readonly [number, number] | null>;
}

/** Begins at the newest step. */
export function shownStep({ runs }: SharedDocument): ShownStep {
  const sampled = runs.flatMap(({ samples }) => samples?.steps.map(({ step }) => step) ?? []);
  const steps = [...new Set(sampled)].sort((a, b) => a - b);
  const at = signal<number | null>(steps.at(-1) ?? null);
  const range = signal<readonly [number, number] | null>(null);
  const end = Math.max(1, ...runs.map(({ step }) => step));
  return {
    steps,
    shown: at,
    range,
    cursor: signal<number | null>(null),
    end: computed(() => end),
    goTo: step => {
      at.value = nearestTo(steps, step) ?? null;
    },
    zoom: steps => {
      range.value = steps;
    },
  };
}
