import { open } from "node:fs/promises";
import { csvField } from "../plain/csv-field.ts";
import { scalarEvents } from "./scalars.ts";
import { Turns } from "./turns.ts";

/** How exported scalars are written: a line a point, by step. */
export interface ScalarFormat {
  readonly head: string;
  readonly line: (tag: string, step: number, value: number) => string;
}

/** By the ending of the file's name. JSON has no NaN and no infinity: they are null. */
export const scalarFormats = {
  ".csv": { head: "tag,step,value\n", line: (tag, step, value) => `${csvField(tag)},${step},${value}\n` },
  ".jsonl": { head: "", line: (tag, step, value) => `${JSON.stringify({ tag, step, value })}\n` },
} as const satisfies Readonly<Record<string, ScalarFormat>>;

/** Writes every scalar of a run into a file, piece by piece: however many there are, they take little memory and hold up nobody. */
export async function exportScalars(
  folder: string,
  path: string,
  { head, line }: ScalarFormat,
): Promise<void> {
  const file = await open(path, "w");
  const turns = new Turns();
  try {
    await file.write(head);
    for (const events of scalarEvents(folder)) {
      const lines = events.flatMap(({ step, scalars }) =>
        Object.entries(scalars).map(([tag, value]) => line(tag, step, value)),
      );
      if (lines.length > 0) await file.write(lines.join(""));
      await turns.rest();
    }
  } finally {
    await file.close();
  }
}
