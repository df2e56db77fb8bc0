import { randomUUID } from "node:crypto";
import { applyEdits, findNodeAtLocation, modify, parseTree } from "jsonc-parser";
import { join } from "node:path";
import * as z from "zod";
import { announce } from "./announce.ts";
import { alone } from "./alone.ts";
import { RunReadError } from "./errors.ts";
import { runFiles } from "./file-names.ts";
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
  /** Steps whose checkpoints are kept whatever thinning says. */
  readonly pins: readonly number[];
}

/** Bounds of what is kept, in characters and entries. */
export const notesLimits = {
  name: 200,
  tag: 50,
  tags: 50,
  note: 20_000,
  steps: 10_000,
  pins: 1_000,
} as const;

export const noNotes: Notes = { name: null, star: false, tags: [], note: "", steps: [], pins: [] };

const MAX_NOTES_BYTES = 4 * 1024 * 1024;

const stepNote = z.object({
  id: z.string().min(1).max(200),
  step: z.int().min(0),
  at: z.string().max(100),
  text: z.string().max(notesLimits.note),
});

const pin = z.int().min(0);

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
  pins: lenient(pin, notesLimits.pins),
});

const notesPath = (folder: string) => join(folder, runFiles.notes);

/** What notes.json says, without what is not a note of ours; nothing where there is no such file or it cannot be read. */
export function readNotes(folder: string): Notes {
  try {
    return parseNotes(readBounded(notesPath(folder), MAX_NOTES_BYTES).toString("utf8")) ?? noNotes;
  } catch (error) {
    if (error instanceof RunReadError || errorCode(error) !== "") return noNotes;
    throw error;
  }
}

/** The notes for whoever removes what they do not keep: throws RunReadError where the file is there and is not JSON. */
export function notesToKeepBy(folder: string): Notes {
  const path = notesPath(folder);
  return schema.parse(documentOf(path, textToChange(path)));
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

/** One change of notes.json. */
export type NotesChange =
  | { readonly what: "name"; readonly name: string | null }
  | { readonly what: "star"; readonly star: boolean }
  | { readonly what: "note"; readonly note: string }
  | { readonly what: "tags"; readonly add: readonly string[]; readonly remove: readonly string[] }
  | { readonly what: "pin"; readonly step: number; readonly pinned: boolean }
  | { readonly what: "add step note"; readonly note: StepNote }
  /** An empty text removes it. */
  | { readonly what: "edit step note"; readonly id: string; readonly text: string };

/** A place in the document and what stands there afterwards; undefined: nothing. */
interface Edit {
  readonly path: (string | number)[];
  readonly value: unknown;
  /** Whether an entry of a list is put before the one that is there. */
  readonly insert?: boolean;
}

/**
 * Changes notes.json: what the change is about and not a character of the rest, which people and other programs wrote.
 * Windows that change it at once wait for each other. Throws RunWriteError, and RunReadError where it is not JSON, or what
 * is to be changed is nothing of ours: it is not overwritten unseen.
 */
export function changeNotes(folder: string, change: NotesChange): void {
  const path = notesPath(folder);
  guardWrite(path, () => {
    alone(path, () => {
      const before = textToChange(path);
      let text = before;
      for (const edit of editsOf(path, documentOf(path, before), change)) text = edited(text, edit);
      if (text === before) return;
      replaceFile(path, Buffer.from(text, "utf8"), { durable: true });
      announce(folder);
    });
  });
}

function edited(text: string, { path, value, insert = false }: Edit): string {
  if (value === undefined) return withoutEntry(text, path);
  const options = { formattingOptions: format, ...(insert ? { isArrayInsertion: true } : {}) };
  return applyEdits(text, modify(text, path, value, options));
}

/** Takes an entry out of a list, with the comma that is one too many. (`modify` takes a bracket along where it stands close.) */
function withoutEntry(text: string, path: (string | number)[]): string {
  const root = parseTree(text);
  const entry = root && findNodeAtLocation(root, path);
  const siblings = entry?.parent?.children;
  if (entry === undefined || siblings === undefined) return text;
  const place = siblings.indexOf(entry);
  const [before, after] = [siblings[place - 1], siblings[place + 1]];
  const from = before === undefined ? entry.offset : before.offset + before.length;
  const to = before === undefined && after !== undefined ? after.offset : entry.offset + entry.length;
  return text.slice(0, from) + text.slice(to);
}

const format = { insertSpaces: true, tabSize: 2, eol: "\n" };

function textToChange(path: string): string {
  try {
    return readBounded(path, MAX_NOTES_BYTES).toString("utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return "{}\n";
    throw error;
  }
}

type Document = Readonly<Record<string, unknown>>;

function documentOf(path: string, text: string): Document {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new RunReadError(
      `${path}: this is not JSON. Mend or delete it, so that notes can be written again.`,
    );
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new RunReadError(
      `${path}: this is no JSON object. Mend or delete it, so that notes can be written again.`,
    );
  const twice = repeatedKeys(text);
  if (twice.length > 0)
    throw new RunReadError(
      `${path}: "${twice[0]}" stands there twice. Mend it, so that notes can be written again.`,
    );
  return value as Document;
}

/** Keys of ours that stand in the document more than once: which of them counts, readers disagree on. */
function repeatedKeys(text: string): string[] {
  const keys = (parseTree(text)?.children ?? []).map(({ children }): unknown => children?.[0]?.value);
  return Object.keys(noNotes).filter(key => keys.filter(other => other === key).length > 1);
}

function editsOf(path: string, document: Document, change: NotesChange): Edit[] {
  switch (change.what) {
    case "name": {
      refuseUnseen(path, document, "name", z.string().max(notesLimits.name).nullable());
      const name = change.name?.trim().slice(0, notesLimits.name) ?? "";
      return [{ path: ["name"], value: name === "" ? null : name }];
    }
    case "star":
      return [{ path: ["star"], value: change.star }];
    case "note":
      refuseUnseen(path, document, "note", z.string().max(notesLimits.note).nullable());
      return [{ path: ["note"], value: change.note.slice(0, notesLimits.note) }];
    case "tags":
      return tagEdits(listOf(path, document, "tags"), change);
    case "pin":
      return pinEdits(path, listOf(path, document, "pins"), change);
    case "add step note":
      return addEdits(path, listOf(path, document, "steps"), change.note);
    case "edit step note":
      return editEdits(listOf(path, document, "steps"), change);
    default:
      return change satisfies never;
  }
}

/** What people wrote and no window shows, because it is too long or of another kind, is theirs to change. */
function refuseUnseen(path: string, document: Document, key: string, shown: z.ZodType): void {
  if (document[key] === undefined || valid(shown, document[key])) return;
  throw new RunReadError(
    `${path}: its "${key}" is not as Pairing Lab writes it (too long, perhaps); change it in the file.`,
  );
}

function listOf(path: string, document: Document, key: "tags" | "steps" | "pins"): readonly unknown[] | null {
  const value = document[key];
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return value as readonly unknown[];
  throw new RunReadError(`${path}: its "${key}" is no list. Mend it, so that it can be changed.`);
}

function tagEdits(
  tags: readonly unknown[] | null,
  { add, remove }: NotesChange & { readonly what: "tags" },
): Edit[] {
  const composed = (tag: unknown) => (typeof tag === "string" ? tag.normalize("NFC") : null);
  const wanted = new Set(
    add.map(tag => tag.normalize("NFC").trim().slice(0, notesLimits.tag)).filter(tag => tag !== ""),
  );
  const unwanted = new Set(remove.map(tag => tag.normalize("NFC")));
  const held = new Set((tags ?? []).map(composed));
  const removed = (tags ?? []).flatMap((tag, i) => {
    const own = composed(tag);
    return own !== null && unwanted.has(own) && !wanted.has(own) ? [i] : [];
  });
  const left = (tags ?? []).length - removed.length;
  const added = [...wanted].filter(tag => !held.has(tag)).slice(0, Math.max(0, notesLimits.tags - left));
  if (tags === null) return added.length === 0 ? [] : [{ path: ["tags"], value: added }];
  return [
    // From the end, so that places stay what they are.
    ...removed.reverse().map(i => ({ path: ["tags", i], value: undefined })),
    ...added.map((tag, i) => ({ path: ["tags", left + i], value: tag, insert: true })),
  ];
}

function pinEdits(
  path: string,
  pins: readonly unknown[] | null,
  { step, pinned }: NotesChange & { readonly what: "pin" },
): Edit[] {
  const places = [...(pins ?? []).keys()].filter(i => pins?.[i] === step);
  // From the end, so that places stay what they are.
  if (!pinned) return places.reverse().map(i => ({ path: ["pins", i], value: undefined }));
  if (places.length > 0) return [];
  if (pins === null) return [{ path: ["pins"], value: [step] }];
  if (pins.length >= notesLimits.pins)
    throw new RunReadError(`${path}: there are ${pins.length} pinned checkpoints; more are not kept.`);
  return [{ path: ["pins", pins.length], value: step, insert: true }];
}

function addEdits(path: string, steps: readonly unknown[] | null, note: StepNote): Edit[] {
  if (steps === null) return [{ path: ["steps"], value: [note] }];
  if (steps.length >= notesLimits.steps)
    throw new RunReadError(`${path}: there are ${steps.length} notes at steps; more are not kept.`);
  const after = steps.findIndex(other => valid(stepNote, other) && other.step > note.step);
  return [{ path: ["steps", after < 0 ? steps.length : after], value: note, insert: true }];
}

function editEdits(
  steps: readonly unknown[] | null,
  { id, text }: NotesChange & { readonly what: "edit step note" },
): Edit[] {
  const place = (steps ?? []).findIndex(note => valid(stepNote, note) && note.id === id);
  if (place < 0) return [];
  return text.trim() === ""
    ? [{ path: ["steps", place], value: undefined }]
    : [{ path: ["steps", place, "text"], value: text.slice(0, notesLimits.note) }];
}

/** Adds a note at a step; gives its id. Throws as changeNotes does. */
export function addStepNote(folder: string, step: number, text: string): string {
  const id = randomUUID();
  const note = { id, step, at: new Date().toISOString(), text: text.slice(0, notesLimits.note) };
  changeNotes(folder, { what: "add step note", note });
  return id;
}

/** Changes a note at a step; an empty text removes it. A note that is gone stays gone. Throws as changeNotes does. */
export function editStepNote(folder: string, id: string, text: string): void {
  changeNotes(folder, { what: "edit step note", id, text });
}
