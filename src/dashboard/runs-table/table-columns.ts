import { isFields } from "../../plain/fields.ts";
import { measures, trainingScalars } from "../../experiment/catalog.ts";
import { settingAt } from "../../experiment/setting-at.ts";
import type { ColumnFacts, TableCell } from "../../protocol/table.ts";
import { figureOf } from "../../runs/figure.ts";
import type { ObservedRun } from "../../runs/list.ts";
import type { Notes } from "../../runs/notes.ts";

/** A run of the table, with what people wrote about it. */
export interface Entry {
  readonly run: ObservedRun;
  readonly notes: Notes;
}

const text = (value: string): TableCell =>
  value === "" ? none : { kind: "text", text: value.slice(0, 20_000) };
const none: TableCell = { kind: "none" };
const numberOr = (value: number | undefined): TableCell =>
  value === undefined || !Number.isFinite(value) ? none : { kind: "number", value };

interface OwnColumn {
  readonly title: string;
  readonly description: string;
  readonly numeric?: true;
  readonly cell: (entry: Entry) => TableCell;
}

/** What is no setting and no measure. */
const own: Readonly<Record<string, OwnColumn>> = {
  step: {
    title: "Step",
    description: "The last finished step",
    numeric: true,
    cell: ({ run }) => numberOr(run.status.step),
  },
  state: { title: "State", description: "What the run is doing", cell: ({ run }) => text(run.state) },
  steps: {
    title: "Steps planned",
    description: "The step that the run is to be trained to",
    numeric: true,
    cell: ({ run }) => numberOr(run.status.steps),
  },
  tags: { title: "Tags", description: "Tags of your own", cell: ({ notes }) => text(notes.tags.join(", ")) },
  note: { title: "Note", description: "Your note on the run", cell: ({ notes }) => text(notes.note) },
  experiment: {
    title: "Experiment",
    description: "The experiment that was trained",
    cell: ({ run }) => text(run.info.experiment.name),
  },
  sweep: {
    title: "Sweep",
    description: "The sweep that the run is part of",
    cell: ({ run }) => text(run.info.sweep?.name ?? ""),
  },
  branch: {
    title: "Branched at",
    description: "The step of another run at which this one began",
    numeric: true,
    cell: ({ run }) => numberOr(run.info.parent?.step),
  },
  created: {
    title: "Created",
    description: "When the run was made, UTC",
    cell: ({ run }) => text(run.info.createdAt.slice(0, 16).replace("T", " ")),
  },
  message: {
    title: "Message",
    description: "What its trainer said last",
    cell: ({ run }) => text(run.status.message),
  },
  device: { title: "Device", description: "Where it was trained", cell: ({ run }) => text(run.info.device) },
  id: { title: "Id", description: "The name of the run's folder", cell: ({ run }) => text(run.info.id) },
};

/** What is shown where nobody has chosen: columns that no run has are left out. */
export const usualColumns = [
  "run:step",
  "setting:pairing.weight",
  "measure:quality/coverage",
  "measure:quality/precision",
  "measure:quality/recall",
  "run:tags",
] as const;

const measureTags: Readonly<Record<string, { readonly title: string; readonly description: string }>> =
  measures;
const scalarTags: Readonly<Record<string, { readonly title: string; readonly description: string }>> =
  trainingScalars;

/** What stands in a column of a run. */
export function cellOf(key: string, entry: Entry): TableCell {
  const at = key.indexOf(":");
  const [kind, name] = [key.slice(0, at), key.slice(at + 1)];
  const { info, status } = entry.run;
  switch (kind) {
    case "run":
      return Object.hasOwn(own, name) ? (own[name]?.cell(entry) ?? none) : none;
    case "measure": {
      const figure = figureOf(status, name);
      switch (figure.kind) {
        case "value":
          return { kind: "measured", value: figure.value, step: figure.step };
        case "step unknown":
          return { kind: "measured", value: figure.value, step: null };
        case "undefined":
          return { kind: "undefined", reason: figure.reason.slice(0, 20_000), step: figure.step };
        case "none":
          return none;
        default:
          return figure satisfies never;
      }
    }
    case "scalar":
      return numberOr(Object.hasOwn(status.scalars, name) ? status.scalars[name] : undefined);
    case "setting":
      return settingCell(settingAt(info.experiment, name));
    default:
      return none;
  }
}

const settingCell = (value: unknown): TableCell => {
  if (typeof value === "number") return numberOr(value);
  if (value === undefined || value === null) return none;
  return text(typeof value === "string" ? value : JSON.stringify(value));
};

/** Every setting of an experiment by its key path; lists are one value. */
function* settingsIn(value: object, above = ""): Generator<readonly [path: string, value: unknown]> {
  for (const [key, inner] of Object.entries(value)) {
    const path = above === "" ? key : `${above}.${key}`;
    if (isFields(inner)) yield* settingsIn(inner, path);
    else yield [path, inner];
  }
}

interface Seen {
  readonly first: string;
  differs: boolean;
  numeric: boolean;
}

/** Which columns the runs have that were seen: each run is looked through once. */
export class OfferedColumns {
  readonly #looked = new WeakSet();
  readonly #settings = new Map<string, Seen>();
  readonly #measures = new Set<string>();
  readonly #scalars = new Set<string>();
  #facts: readonly ColumnFacts[] | null = null;

  /** Takes a run into account. */
  look({ info, status }: ObservedRun): void {
    if (this.#looked.has(status)) return;
    this.#looked.add(status);
    const evaluated = { ...status.lastEvaluation?.values, ...status.lastEvaluation?.undefined };
    const known = this.#measures.size + this.#scalars.size;
    for (const tag of Object.keys(evaluated)) this.#measures.add(tag);
    for (const tag of Object.keys(status.scalars))
      (Object.hasOwn(measures, tag) ? this.#measures : this.#scalars).add(tag);
    if (known !== this.#measures.size + this.#scalars.size) this.#facts = null;
    for (const [path, value] of settingsIn(info.experiment)) this.#lookAtSetting(path, value);
  }

  #lookAtSetting(path: string, value: unknown): void {
    const seen = this.#settings.get(path);
    const written = JSON.stringify(value);
    if (seen === undefined) {
      this.#settings.set(path, { first: written, differs: false, numeric: typeof value === "number" });
      this.#facts = null;
      return;
    }
    const differs = seen.differs || seen.first !== written;
    const numeric = seen.numeric && (typeof value === "number" || value === null);
    if (differs === seen.differs && numeric === seen.numeric) return;
    Object.assign(seen, { differs, numeric });
    this.#facts = null;
  }

  /** The same list as long as no other column is offered. */
  get facts(): readonly ColumnFacts[] {
    this.#facts ??= [
      ...Object.entries(own).map(([name, { title, description, numeric = false }]): ColumnFacts => ({
        key: `run:${name}`,
        group: "Run",
        title,
        description,
        numeric,
        differs: true,
      })),
      ...[...this.#measures].map(tag => tagFacts("measure", tag, measureTags[tag])),
      ...[...this.#scalars].map(tag => tagFacts("scalar", tag, scalarTags[tag])),
      ...[...this.#settings]
        .sort(
          ([a, { differs: one }], [b, { differs: other }]) => Number(other) - Number(one) || (a < b ? -1 : 1),
        )
        .map(([path, { differs, numeric }]): ColumnFacts => ({
          key: `setting:${path}`,
          group: "Setting",
          title: path.slice(0, 1_000),
          description: "",
          numeric,
          differs,
        })),
    ].slice(0, 5_000);
    return this.#facts;
  }
}

const tagFacts = (
  kind: "measure" | "scalar",
  tag: string,
  known: { readonly title: string; readonly description: string } | undefined,
): ColumnFacts => ({
  key: `${kind}:${tag}`,
  group: kind === "measure" ? "Measure" : "Training",
  title: (known?.title ?? tag).slice(0, 1_000),
  description: known?.description ?? "",
  numeric: true,
  differs: true,
});
