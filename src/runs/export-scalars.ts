import { open } from "node:fs/promises";
import { isMeasure } from "../experiment/catalog.ts";
import { csvField } from "../plain/csv-field.ts";
import { evaluationsIn } from "./evaluations.ts";
import { scalarEvents } from "./scalars.ts";
import { Turns } from "./turns.ts";

/** How exported scalars are written: a line a point, by step. */
export interface ScalarFormat {
  readonly head: string;
  readonly line: (tag: string, step: number, value: number) => string;
  /** For a measure that an evaluation found no value of, and why. */
  readonly without: (tag: string, step: number, reason: string) => string;
}

/** By the ending of the file's name. JSON has no NaN and no infinity: they are null. */
export const scalarFormats = {
  ".csv": {
    head: "tag,step,value\n",
    line: (tag, step, value) => `${csvField(tag)},${step},${value}\n`,
    without: (tag, step) => `${csvField(tag)},${step},\n`,
  },
  ".jsonl": {
    head: "",
    line: (tag, step, value) => `${JSON.stringify({ tag, step, value })}\n`,
    without: (tag, step, reason) => `${JSON.stringify({ tag, step, value: null, undefined: reason })}\n`,
  },
} as const satisfies Readonly<Record<string, ScalarFormat>>;

/**
 * Writes every scalar of a run into a file, piece by piece: however many there are, they take little memory and hold up
 * nobody. Where an evaluation found no value of a measure there is a line that says so.
 */
export async function exportScalars(
  folder: string,
  path: string,
  { head, line, without }: ScalarFormat,
): Promise<void> {
  const evaluations = evaluationsIn(folder);
  const file = await open(path, "w");
  const turns = new Turns();
  try {
    await file.write(head);
    for (const events of scalarEvents(folder)) {
      const lines = events.flatMap(({ step, scalars }) => {
        const reasons = Object.keys(scalars).some(isMeasure) ? evaluations.get(step)?.undefined : undefined;
        return [
          ...Object.entries(scalars).map(([tag, value]) => line(tag, step, value)),
          ...Object.entries(reasons ?? {}).map(([tag, reason]) => without(tag, step, reason)),
        ];
      });
      if (lines.length > 0) await file.write(lines.join(""));
      await turns.rest();
    }
  } finally {
    await file.close();
  }
}
