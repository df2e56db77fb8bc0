import { isLive } from "../../protocol/dashboard-state.ts";
import { isMeasure, measures, trainingScalars } from "../../experiment/catalog.ts";
import { numberKeys } from "../../experiment/number-keys.ts";
import { settingAt } from "../../experiment/setting-at.ts";
import { nearest } from "../../experiment/nearest-name.ts";
import { readNumber, readWhole } from "../../plain/typed-number.ts";
import type { ObservedRun } from "../../runs/list.ts";
import { figureOf } from "../../runs/figure.ts";
import { withoutNoise } from "../../runs/without-noise.ts";
import { stateLooks, valueOf } from "./run-row.ts";
import type { Notes } from "../../runs/notes.ts";

export type RunTest = (run: ObservedRun, notes: Notes) => boolean;

export type ParsedFilter =
  | { readonly kind: "filter"; readonly matches: RunTest }
  | { readonly kind: "wrong"; readonly message: string };

/** As it is compared: an accent is the same whether it is part of its letter or stands after it, as macOS writes it. */
const lower = (text: string) => text.normalize("NFC").toLowerCase();

/** What may stand before a colon. */
const fields: Readonly<Record<string, (value: string) => RunTest>> = {
  name: value => (run, notes) => lower(notes.name ?? run.info.name).includes(value),
  tag: value => (_, notes) => notes.tags.some(tag => lower(tag).includes(value)),
  state:
    value =>
    ({ state }) =>
      state.startsWith(value) || lower(stateLooks[state].word).startsWith(value),
  seed:
    value =>
    ({ info }) =>
      String(info.seed) === value,
  data:
    value =>
    ({ info }) =>
      info.experiment.data.kind.includes(value),
  pairing:
    value =>
    ({ info }) => {
      const kind = settingAt(info.experiment, "pairing.kind");
      return typeof kind === "string" && kind.includes(value);
    },
  undefined:
    value =>
    ({ status }) =>
      status.lastEvaluation !== null &&
      Object.keys(withoutNoise(status.lastEvaluation).undefined).some(tag => tag.includes(value)),
  is: value => (run, notes) => kinds[value]?.(run, notes) ?? false,
};

const kinds: Readonly<Record<string, RunTest>> = {
  starred: (_, notes) => notes.star,
  live: ({ state }) => isLive(state),
  branch: ({ info }) => info.parent !== null,
  noted: (_, notes) => notes.note !== "",
};

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  ">=": (a, b) => a >= b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  "<": (a, b) => a < b,
  "=": (a, b) => a === b,
};

/** Measures by their tag and by its last part. */
const scalarTags = new Map(
  [...Object.keys(measures), ...Object.keys(trainingScalars)].flatMap(tag => [
    [tag, tag],
    [tag.slice(tag.indexOf("/") + 1), tag],
  ]),
);

/** The number that a name stands for in a run, of a measure that of the last evaluation; undefined where the run has none. */
function numberIn({ info, status }: ObservedRun, name: string): number | undefined {
  const tag = scalarTags.get(name);
  if (tag !== undefined) return isMeasure(tag) ? valueOf(figureOf(status, tag)) : status.scalars[tag];
  if (name === "step") return status.step;
  let value: unknown = info.experiment;
  for (const key of name.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return typeof value === "number" ? value : undefined;
}

const wrong = (message: string): ParsedFilter => ({ kind: "wrong", message });
const filter = (matches: RunTest): ParsedFilter => ({ kind: "filter", matches });

function parseWord(word: string): ParsedFilter {
  const [, name = "", sign = "", typed = ""] = /^([\w./]+)\s*(>=|<=|>|<|=)\s*(.*)$/.exec(word) ?? [];
  if (sign !== "") return parseComparison(name, sign, typed);
  const [, field = "", value = ""] = /^(\w+):(.*)$/.exec(word) ?? [];
  if (field === "") {
    const wanted = lower(word.replaceAll('"', ""));
    return filter(({ info }, { name: own, note, tags }) =>
      [info.id, info.name, own ?? "", note, ...tags].some(text => lower(text).includes(wanted)),
    );
  }
  const make = fields[lower(field)];
  if (make === undefined) {
    const known = Object.keys(fields);
    return wrong(`${field}: is not known; known are ${known.join(":, ")}:${nearest(field, known)}`);
  }
  const wanted = lower(value.replaceAll('"', ""));
  if (lower(field) === "is" && kinds[wanted] === undefined) {
    return wrong(`is: takes ${Object.keys(kinds).join(", ")}${nearest(wanted, Object.keys(kinds))}`);
  }
  return filter(make(wanted));
}

function parseComparison(name: string, sign: string, typed: string): ParsedFilter {
  const compare = comparisons[sign];
  const bound = name === "step" ? readWhole(typed) : readNumber(typed);
  if (compare === undefined || bound.is !== "number") {
    const why = bound.is === "unclear" ? `: ${bound.why}` : ", such as coverage>0.9";
    return wrong(`${name}${sign} needs a number${why}`);
  }
  if (!scalarTags.has(name) && name !== "step" && !numberKeys().has(name)) return wrong(unknownName(name));
  return filter(run => {
    const value = numberIn(run, name);
    return value !== undefined && compare(value, bound.value);
  });
}

/** What to write instead of a name that no run can have a number for: the keys that end so, else the nearest name. */
function unknownName(name: string): string {
  const ending = [...numberKeys()]
    .filter(key => key.endsWith(`.${name}`))
    .sort((a, b) => a.length - b.length);
  const hint =
    ending.length > 0
      ? `; write ${ending.slice(0, 4).join(" or ")}`
      : nearest(name, [...scalarTags.keys(), ...numberKeys(), "step"]);
  return `${name} is no measure and no number of an experiment${hint}`;
}

/** Comparisons, which may have blanks around their sign, and words, which may have some in quotes. */
const wordsOfFilter = /-?[\w./]+\s*(?:>=|<=|>|<|=)\s*[^\s"]*|(?:"[^"]*"?|[^\s"])+/g;

/**
 * Reads a filter: words that must all fit, in any order. `ring "my run" -tag:old seed:3 state:training is:starred
 * coverage>0.9 pairing.weight <= 0,02 undefined:rank`; a minus turns a word around.
 */
export function parseFilter(text: string): ParsedFilter {
  const tests: RunTest[] = [];
  for (const [typed] of text.matchAll(wordsOfFilter)) {
    const negated = typed.length > 1 && typed.startsWith("-");
    const parsed = parseWord(negated ? typed.slice(1) : typed);
    if (parsed.kind === "wrong") return parsed;
    const { matches } = parsed;
    tests.push(negated ? (run, notes) => !matches(run, notes) : matches);
  }
  return filter((run, notes) => tests.every(test => test(run, notes)));
}
