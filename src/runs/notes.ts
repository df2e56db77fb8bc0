import { randomUUID } from "node:crypto";
import { join } from "node:path";
import * as z from "zod";
import { RunReadError } from "./errors.ts";
import { layout } from "./layout.ts";
import { loadJsonFile, readBounded } from "./read-json.ts";
import { replaceFile } from "./replace-file.ts";
import { errorCode, guardWrite } from "./write-guard.ts";

/** A note at a step. */
export interface StepNote {
  readonly id: string;
  readonly step: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly text: string;
}

/** notes.json: what the researcher adds to a run. The trainer never touches it. */
export interface Notes {
  /** What the run is called; null: its own name. */
  readonly name: string | null;
  readonly star: boolean;
  readonly tags: readonly string[];
  readonly note: string;
  readonly steps: readonly StepNote[];
}

/** Bounds of what is kept, in characters and entries. */
export const notesLimits = { name: 200, tag: 50, tags: 50, note: 20_000, steps: 10_000 } as const;

export const noNotes: Notes = { name: null, star: false, tags: [], note: "", steps: [] };

const MAX_NOTES_BYTES = 4 * 1024 * 1024;

const stepNote = z.object({
  id: z.string().min(1).max(200),
  step: z.int().min(0),
  at: z.string().max(100),
  text: z.string().max(notesLimits.note),
});

const valid = <S extends z.ZodType>(schema: S, value: unknown): value is z.output<S> =>
  schema.safeParse(value).success;

/** A list without what is not as it should be. */
const lenient = <S extends z.ZodType>(schema: S, most: number) =>
  z
    .array(z.unknown())
    .catch([])
    .transform(values => values.filter(value => valid(schema, value)).slice(0, most));

/** People edit this file: what cannot be read in it counts as not there, and fields that are not known are kept. */
const schema = z.looseObject({
  name: z.string().min(1).max(notesLimits.name).nullable().catch(null),
  star: z.boolean().catch(false),
  tags: lenient(z.string().min(1).max(notesLimits.tag), notesLimits.tags),
  note: z.string().max(notesLimits.note).catch(""),
  steps: lenient(stepNote, notesLimits.steps),
});

const notesPath = (folder: string) => join(folder, layout.notes);

/** What notes.json says, without what is not a note of ours; nothing where there is no such file or it cannot be read. */
export function readNotes(folder: string): Notes {
  try {
    return parseNotes(readBounded(notesPath(folder), MAX_NOTES_BYTES).toString("utf8")) ?? noNotes;
  } catch (error) {
    if (error instanceof RunReadError || errorCode(error) !== "") return noNotes;
    throw error;
  }
}

/** The same without holding up the process. */
export async function loadNotes(folder: string): Promise<Notes> {
  try {
    return await loadJsonFile(notesPath(folder), schema);
  } catch (error) {
    if (error instanceof RunReadError) return noNotes;
    throw error;
  }
}

function parseNotes(text: string): Notes | null {
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/**
 * Changes notes.json: reads it, applies `change` and replaces the file; fields of other programs stay. Throws
 * RunWriteError, and RunReadError for a file that is there and is not JSON: what people wrote is not overwritten.
 */
export function changeNotes(folder: string, change: (notes: Notes) => Notes): Notes {
  const path = notesPath(folder);
  const before = notesToChange(path);
  const after = checked(change(before));
  guardWrite(path, () => {
    const bytes = Buffer.from(`${JSON.stringify({ ...before, ...after }, null, 2)}\n`, "utf8");
    replaceFile(path, bytes, { durable: true });
  });
  return after;
}

function notesToChange(path: string): Notes {
  let text: string;
  try {
    text = readBounded(path, MAX_NOTES_BYTES).toString("utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return noNotes;
    throw error;
  }
  const notes = parseNotes(text);
  if (notes !== null) return notes;
  throw new RunReadError(`${path}: this is not JSON. Mend or delete it, so that notes can be written again.`);
}

/** The same with everything inside its bounds. */
function checked(notes: Notes): Notes {
  const { name, tags, note, steps } = notes;
  const trimmed = name?.trim().slice(0, notesLimits.name) ?? "";
  const kept = tags.map(tag => tag.trim().slice(0, notesLimits.tag)).filter(tag => tag !== "");
  return {
    ...notes,
    name: trimmed === "" ? null : trimmed,
    tags: [...new Set(kept)].slice(0, notesLimits.tags),
    note: note.slice(0, notesLimits.note),
    steps: [...steps].sort((a, b) => a.step - b.step).slice(0, notesLimits.steps),
  };
}

/** Adds a note at a step; gives its id. Throws as changeNotes does. */
export function addStepNote(folder: string, step: number, text: string): string {
  const id = randomUUID();
  const note = { id, step, at: new Date().toISOString(), text: text.slice(0, notesLimits.note) };
  changeNotes(folder, notes => ({ ...notes, steps: [...notes.steps, note] }));
  return id;
}

/** Changes a note at a step; an empty text removes it. A note that is gone stays gone. Throws as changeNotes does. */
export function editStepNote(folder: string, id: string, text: string): void {
  const kept = text.slice(0, notesLimits.note);
  changeNotes(folder, notes => ({
    ...notes,
    steps: notes.steps.flatMap(note =>
      note.id !== id ? [note] : kept.trim() === "" ? [] : [{ ...note, text: kept }],
    ),
  }));
}
