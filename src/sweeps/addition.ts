import { applyEdits } from "jsonc-parser";
import { InputError } from "../experiment/input-error.ts";
import { readInputText } from "../experiment/read-file.ts";
import type { TextEdit } from "../experiment/remedy.ts";
import { addingEdits, placesOfValues } from "./add-values.ts";
import { readSweep, type CheckedSweep } from "./read.ts";
import { differenceOf } from "./same-sweep.ts";
import { countPoints } from "./sweep.ts";
import type { SweepRecord } from "./sweep-record.ts";

/** What a sweep's file becomes with more values of an axis. */
export interface Addition {
  readonly edits: readonly TextEdit[];
  /** The file's text afterwards, and where the new values stand in it. */
  readonly text: string;
  readonly places: readonly Pick<TextEdit, "offset" | "length">[];
  readonly values: readonly number[];
  /** So many runs are planned besides. */
  readonly runs: number;
}

export interface AddedTo {
  /** Of the sweep that was run. */
  readonly record: SweepRecord;
  readonly file: string;
  /** What the file says, or what an editor holds of it. */
  readonly text: string;
  /** A key path of the experiment, and values of it; those that the file has already are left out. */
  readonly key: string;
  readonly values: readonly number[];
}

/**
 * What adds values to the file of a sweep that was run, so that running it again trains what is missing. Throws InputError where
 * the file cannot be read as a sweep, is not the sweep that was run any more, has all of the values, or may not have them.
 */
export function additionTo({ record, file, text, key, values }: AddedTo, readText = readInputText): Addition {
  const sweep = readSweep(text, file, readText);
  const refuse = (message: string): never => {
    throw new InputError([{ file, path: `axes.${key}`, message }]);
  };
  const other = differenceOf(record, sweep);
  if (other !== null)
    refuse(`it is not the sweep that was run any more, so nothing was added; of its runs' folder: ${other}`);
  const all = sweep.axes.find(axis => axis.key === key)?.values ?? [];
  const missing = values.filter(value => !all.includes(value));
  if (missing.length === 0)
    refuse(`${values.join(" and ")} stand there already; run the sweep to train what is missing`);
  const edits = addingEdits(text, { key, values: missing, all });
  const after = applyEdits(text, [...edits]);
  return {
    edits,
    text: after,
    places: placesOfValues(after, { key, values: missing }),
    values: missing,
    runs: runsOf(readSweep(after, file, readText)) - runsOf(sweep),
  };
}

const runsOf = (sweep: CheckedSweep): number => countPoints(sweep) * sweep.seeds.length;
