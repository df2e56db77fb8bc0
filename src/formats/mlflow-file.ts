// Files of MLflow's file store (its documentation, "Tracking", and mlflow/store/tracking/file_store.py): of a run's
// metrics/NAME each line is a point, `timestamp value step` in milliseconds; older versions leave the step out, newer ones add names of data. Of
// params/NAME the whole file is a text.

import type { EventsPart, TbEvent } from "./tensorboard.ts";

/** What is read of a file piece by piece, as of an event file. */
export interface PartDecoder {
  decode(bytes: Uint8Array, place?: { readonly atEnd?: boolean }): EventsPart;
}

const special: Readonly<Record<string, number>> = { nan: NaN, inf: Infinity, "-inf": -Infinity };

/** A number as Python writes it. */
function pythonNumber(text: string): number | null {
  if (/^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) return Number(text);
  return special[text.toLowerCase()] ?? null;
}

function pointOf(line: string, tag: string): TbEvent | null {
  const [time = "", written = "", step = "0"] = line.trim().split(/\s+/);
  const value = pythonNumber(written);
  if (!/^-?\d+$/.test(time) || value === null || !/^-?\d+$/.test(step) || !Number.isSafeInteger(Number(step)))
    return null;
  return { kind: "scalars", wallTime: Number(time) / 1000, step: Number(step), scalars: { [tag]: value } };
}

const NEWLINE = 10;

/** The points of a metric's file. Lines that are none are counted; one without an end waits for its rest. */
export const metricDecoder = (tag: string): PartDecoder => ({
  decode(bytes, { atEnd = false } = {}) {
    const whole = atEnd ? bytes.length : bytes.lastIndexOf(NEWLINE) + 1;
    const lines = new TextDecoder()
      .decode(bytes.subarray(0, whole))
      .split("\n")
      .filter(line => line.trim() !== "");
    const points = lines.map(line => pointOf(line, tag));
    const events = points.filter(point => point !== null);
    return { events, skipped: points.length - events.length, rest: bytes.length - whole };
  },
});

/** A parameter, which is listed and not shown. */
export function parameterDecoder(tag: string): PartDecoder {
  let isListed = false;
  return {
    decode() {
      const events: TbEvent[] = isListed
        ? []
        : [{ kind: "tagged", wallTime: 0, step: 0, tag, plugin: "parameter" }];
      isListed = true;
      return { events, skipped: 0, rest: 0 };
    },
  };
}
