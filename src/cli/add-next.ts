import { realpathSync } from "node:fs";
import { readInputText } from "../experiment/read-file.ts";
import { replaceFile } from "../runs/replace-file.ts";
import { additionTo } from "../sweeps/addition.ts";
import { allNextValues, edgeText, valuesText } from "../sweeps/report/edge.ts";
import { titleOf } from "../sweeps/report/report.ts";
import { readSweepRecord } from "../sweeps/sweep-record.ts";
import { OperationError, UsageError } from "./failure.ts";
import { sayLines } from "./print.ts";
import { bestBy, reportOf } from "./sweep-report.ts";
import type { Call } from "./verb.ts";

/**
 * Writes the values that the report of a sweep's folder would try next into the sweep's file, all at once. Rejects with UsageError
 * and InputError, and with OperationError where the figures ask for none.
 */
export async function addNextValues(call: Call, file: string, folder: string): Promise<void> {
  const record = readSweepRecord(folder);
  if (record === null)
    throw new UsageError(`--next goes by the report of a sweep that was run: ${folder} holds none`);
  const { report } = await reportOf(call, folder);
  const by = bestBy(call, report);
  const found = allNextValues(report, by);
  if (by === null || found.length === 0)
    throw new OperationError(
      `${by === null ? "no measure of the report has a better side" : `no best ${titleOf(by).toLowerCase()} of a knob's value is shown, or nothing lies beside it`}: there is nothing to try next, and ${file} is as it was`,
    );
  let text = readInputText(file);
  const lines: string[] = [];
  for (const next of found) {
    const { key } = next.axis;
    const added = additionTo({ record, file, text, key, values: next.values });
    text = added.text;
    if (next.kind === "extend") lines.push(edgeText(report, next));
    lines.push(`Added ${valuesText(added.values)} to the values of ${key} in ${file}.`);
  }
  // A link stays one: what it leads to is replaced.
  replaceFile(realpathSync(file), Buffer.from(text), { durable: true });
  sayLines(call.terminal, ...lines);
}
