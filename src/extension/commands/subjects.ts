import { basename, dirname } from "node:path";
import { runFiles } from "../../runs/file-names.ts";
import type { Row } from "../explorer/tree-node.ts";
import { counted } from "../number-text.ts";

/** What a command can be called with, as far as commands tell it apart. */
export type Subject =
  | { readonly kind: "run" | "broken" | "sweep"; readonly folder: string }
  /** A log folder that was opened, with runs below. */
  | { readonly kind: "logs"; readonly folder: string }
  /** `opened`: where it is a log folder that was opened itself. */
  | { readonly kind: "logRun"; readonly folder: string; readonly opened: string | null }
  | { readonly kind: "experiment"; readonly file: string | null }
  | { readonly kind: "heading" };

/** Those that have a folder. */
export type FolderKind = Extract<Subject, { readonly folder: string }>["kind"];

/**
 * What was given to a command: rows of the explorer, what notices, pages and other commands name (`folder` of a run,
 * `sweepFolder`, `log`), and run.json, which stands for its run. What is none of these (another file, nothing) is not among them.
 */
export function subjectsOf(given: readonly unknown[]): Subject[] {
  return given.flatMap((thing): Subject[] => {
    if (typeof thing !== "object" || thing === null) return [];
    if ("fsPath" in thing && typeof thing.fsPath === "string" && basename(thing.fsPath) === runFiles.info)
      return [{ kind: "run", folder: dirname(thing.fsPath) }];
    if ("row" in thing) return isRow(thing.row) ? [subjectOfRow(thing.row)] : [];
    if ("folder" in thing && typeof thing.folder === "string") return [{ kind: "run", folder: thing.folder }];
    if ("sweepFolder" in thing && typeof thing.sweepFolder === "string")
      return [{ kind: "sweep", folder: thing.sweepFolder }];
    if ("log" in thing && typeof thing.log === "string")
      return [{ kind: "logRun", folder: thing.log, opened: null }];
    return [];
  });
}

/** Rows come back from VS Code as the nodes that our own tree gave it. */
const isRow = (row: unknown): row is Row => typeof row === "object" && row !== null && "kind" in row;

function subjectOfRow(row: Row): Subject {
  switch (row.kind) {
    case "run":
      return { kind: "run", folder: row.run.folder };
    case "broken":
    case "sweep":
      return { kind: row.kind, folder: row.folder };
    case "logs":
      return { kind: "logs", folder: row.log };
    case "logRun":
      return { kind: "logRun", folder: row.log, opened: row.opened };
    case "experiment":
      return { kind: "experiment", file: row.file };
    case "more":
    case "logsHeading":
      return { kind: "heading" };
    default:
      row satisfies never;
      return { kind: "heading" };
  }
}

/** The folders of the subjects that are of these kinds. */
export const foldersOf = (subjects: readonly Subject[], kinds: readonly FolderKind[]): string[] =>
  subjects.flatMap(subject => ("folder" in subject && kinds.includes(subject.kind) ? [subject.folder] : []));

const names: Readonly<Record<Subject["kind"], readonly [one: string, several: string]>> = {
  run: ["run", "runs"],
  broken: ["folder that cannot be read", "folders that cannot be read"],
  sweep: ["sweep", "sweeps"],
  logRun: ["log", "logs"],
  logs: ["folder of logs", "folders of logs"],
  experiment: ["experiment", "experiments"],
  heading: ["heading", "headings"],
};

/** Says what of a selection a command cannot be done with; null where it can with all. */
export function leftOut(subjects: readonly Subject[], kinds: readonly Subject["kind"][]): string | null {
  const counts = new Map<Subject["kind"], number>();
  for (const { kind } of subjects) if (!kinds.includes(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  if (counts.size === 0) return null;
  const others = [...counts].map(([kind, count]) => counted(count, ...names[kind]));
  return `This cannot be done with ${others.join(", ")}.`;
}
