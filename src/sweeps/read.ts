import { basename, dirname, resolve } from "node:path";
import { InputError, type Problem } from "../experiment/input-error.ts";
import { findingsOf, type Finding } from "../experiment/issue-message.ts";
import { locate } from "../experiment/locate.ts";
import { nearest } from "../experiment/nearest-name.ts";
import { isRawObject, type RawValue } from "../experiment/raw-value.ts";
import { readInputText } from "../experiment/read-file.ts";
import { experimentSource, type ReadOptions, type Setting } from "../experiment/read.ts";
import type { Experiment } from "../experiment/schema.ts";
import { readSource } from "../experiment/source-text.ts";
import { valueOf } from "../experiment/source-tree.ts";
import { axisValues } from "./axis-values.ts";
import { baselineProblem } from "./baseline.ts";
import { axisKeys, notAxes, sweepRoot } from "./json-schema.ts";
import { limits, sweepSchema, type SweepFile } from "./schema.ts";
import { combinationsOf, countCombinations, type Sweep } from "./sweep.ts";
import type { Point, SweepAxis } from "./sweep-plan.ts";

/** A sweep whose every configuration has been checked as an experiment. */
export interface CheckedSweep extends Sweep {
  /** The experiment of a configuration with a seed. */
  readonly experimentAt: (point: Point, seed: number) => Experiment;
}

/** More are not looked at: nobody reads them. */
const mostProblems = 50;

/** The name of a sweep: its file's, without what every sweep's name ends with. */
export function sweepNameOf(file: string): string {
  const name = basename(file.replaceAll("\\", "/"))
    .replace(/(\.sweep)?\.jsonc?$/i, "")
    .replace(/[\u0000-\u001f\u007f]/g, "");
  return name.slice(0, 100) || "sweep";
}

/** Reads the sweep in a file and the experiment that it names; see readSweep. */
export function readSweepFile(file: string): CheckedSweep {
  return { ...readSweep(readInputText(file), file), sweepFile: resolve(file) };
}

/** The experiment's file that a sweep's text names, whatever else is wrong with it; null where it names none. */
export function experimentFileOf(text: string, file: string): string | null {
  const named = withoutSchema(valueOf(readSource(text, file), file).value);
  if (!isRawObject(named) || typeof named["experiment"] !== "string") return null;
  return resolve(dirname(file), named["experiment"]);
}

/**
 * Reads a sweep file and its experiment, and checks every configuration as an experiment.
 * @param file the file's path as error messages shall name it; the experiment's path is relative to its folder.
 * @param readText how the experiment's text is had; throws InputError.
 * @throws InputError with line, column, key path, what was found, what is allowed, the nearest name.
 */
export function readSweep(text: string, file: string, readText = readInputText): CheckedSweep {
  const source = readSource(text, file);
  const content = valueOf(source, file);
  const problems: Problem[] = [...content.duplicates];
  const origin = { file, text: { ...content, position: source.position }, applied: [] };
  const say = (findings: readonly Finding[]) => {
    for (const finding of findings) problems.push(locate(finding, origin));
  };
  const refuse = () => {
    if (problems.length > 0) throw new InputError(problems);
  };

  const parsed = sweepSchema.safeParse(withoutSchema(content.value));
  if (!parsed.success) {
    say(parsed.error.issues.flatMap(issue => findingsOf(issue, content.value, sweepRoot())));
    throw new InputError(problems);
  }
  say(conflicts(parsed.data));
  refuse();

  const { data } = parsed;
  const axes = Object.entries(data.axes).map(([key, axis]): SweepAxis => ({ key, values: axisValues(axis) }));
  const named = resolve(dirname(file), data.experiment);
  const shown = dirname(file) === "." ? data.experiment : named;
  const experimentText = experimentTextOf(shown, data.experiment, readText, say);
  refuse();
  const read = experimentSource(experimentText, shown);
  const experiment = read({});
  const seeds = data.seeds ?? [experiment.seed];
  const runs = countCombinations({ axes }) * seeds.length;
  if (runs > limits.runs)
    say([
      {
        path: ["axes"],
        message: `${runs} runs; expected at most ${limits.runs}, over all values and seeds`,
        at: "key",
      },
    ]);
  const { baseline } = data;
  for (const [key, value] of Object.entries(baseline ?? {})) {
    const message = baselineProblem(axes, key, value);
    const known = axes.some(axis => axis.key === key);
    if (message !== null) say([{ path: ["baseline", key], message, at: known ? "value" : "key" }]);
  }
  refuse();

  const { findings, others } = pointProblems(axes, data, seeds, read);
  say(findings);
  problems.push(...others);
  refuse();
  return {
    name: sweepNameOf(file),
    sweepFile: null,
    experimentFile: named,
    experiment,
    axes,
    seeds,
    measures: data.measures ?? null,
    baseline: baseline ?? null,
    halving: data.halving === false ? null : data.halving,
    experimentAt: (point, seed) => read({ ...settingsOf(axes, point), seed }),
  };
}

function withoutSchema(value: RawValue): RawValue {
  if (!isRawObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== "$schema"));
}

function experimentTextOf(
  path: string,
  written: string,
  readText: (file: string) => string,
  say: (findings: readonly Finding[]) => void,
): string {
  try {
    return readText(path);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const [problem] = error.problems;
    const message = `found ${JSON.stringify(written)}: ${problem?.message ?? "it cannot be read"}; expected an experiment file (.gan.json)`;
    say([{ path: ["experiment"], message, at: "value" }]);
    return "";
  }
}

/** What the shape of the file cannot say, before the experiment is looked at. */
function conflicts({ axes, seeds = [], halving }: SweepFile): Finding[] {
  const findings: Finding[] = [];
  const say = (path: Finding["path"], message: string, at: Finding["at"] = "value") => {
    findings.push({ path, message, at });
  };
  const keys = Object.entries(axes);
  if (keys.length > limits.axes)
    say(["axes"], `found ${keys.length} axes; expected at most ${limits.axes}`, "key");
  for (const [key, axis] of keys) {
    if (key === "seed") say(["axes", key], 'the seeds of a sweep stand in "seeds"', "key");
    else if (notAxes.includes(key)) say(["axes", key], "this key cannot be varied", "key");
    if (Array.isArray(axis)) {
      for (const [i, earlier] of repeated(axis.map(value => JSON.stringify(value))))
        say(["axes", key, i], `the same value as axes.${key}.${earlier}; expected each value once`);
      continue;
    }
    const { from, to, scale } = axis;
    const wrong = scale === "log" ? ([["from", from], ["to", to]] as const).filter(([, end]) => end <= 0) : []; // prettier-ignore
    for (const [end, value] of wrong)
      say(
        ["axes", key, end],
        `found ${value}; expected a number above 0 on a logarithmic scale; a list of values can hold 0`,
      );
    if (from === to) say(["axes", key, "to"], `found ${to}; expected another number than from`);
    const values = rangeOf(axis);
    if (wrong.length === 0 && from !== to && repeated(values).length > 0)
      say(["axes", key, "count"], `found ${axis.count}; so many values between ${from} and ${to} are equal`);
  }
  for (const [i, earlier] of repeated(seeds.map(String)))
    say(["seeds", i], `the same seed as seeds.${earlier}; expected each seed once`);
  if (halving !== false)
    for (const [i, step] of halving.at.entries())
      if (i > 0 && step <= (halving.at[i - 1] ?? 0))
        say(["halving", "at", i], `found ${step}; expected a step after the one before it`);
  return findings;
}

const rangeOf = (axis: SweepFile["axes"][string]) => axisValues(axis).map(value => JSON.stringify(value));

/** The indices of values that stand before, each with the first of its kind. */
function repeated(values: readonly string[]): (readonly [number, number])[] {
  const first = new Map<string, number>();
  return values.flatMap((value, i) => {
    const earlier = first.get(value);
    if (earlier === undefined) first.set(value, i);
    return earlier === undefined ? [] : [[i, earlier] as const];
  });
}

/** Names an axis' value in the problems of an experiment. */
const labelOf = (axis: number, value: number) => `axis ${axis} value ${value}`;

function settingsOf(axes: readonly SweepAxis[], point: Point): { settings: Setting[] } {
  return {
    settings: axes.map(({ key, values }, i) => ({
      key,
      value: point[key],
      label: labelOf(i, values.indexOf(point[key])),
    })),
  };
}

interface PointProblems {
  readonly findings: readonly Finding[];
  /** Those that lie in the experiment's own file. */
  readonly others: readonly Problem[];
}

/** Checks every configuration as an experiment; a problem is said once, where the axis' value stands. */
function pointProblems(
  axes: readonly SweepAxis[],
  { halving, axes: written }: SweepFile,
  seeds: readonly number[],
  read: (options: ReadOptions) => Experiment,
): PointProblems {
  const [seed = 0] = seeds;
  const places = new Map<string, { readonly axis: number; readonly value: number }>();
  for (const [i, { values }] of axes.entries())
    for (const j of values.keys()) places.set(labelOf(i, j), { axis: i, value: j });
  const said = new Map<string, { readonly problem: Problem; readonly values: Set<number> }>();
  const others = new Map<string, Problem>();
  const note = (problem: Problem) => {
    const place = places.get(problem.file);
    if (place === undefined) {
      others.set(JSON.stringify(problem), problem);
      return;
    }
    const key = `${place.axis} ${problem.path} ${problem.message}`;
    const known = said.get(key);
    if (known === undefined) said.set(key, { problem, values: new Set([place.value]) });
    else known.values.add(place.value);
  };
  const early: Finding[] = [];
  for (const point of combinationsOf({ axes })) {
    if (said.size + others.size + early.length > mostProblems) break;
    try {
      const { steps } = read({ ...settingsOf(axes, point), seed });
      if (halving === false || early.length > 0) continue;
      const late = halving.at.findIndex(step => step >= steps);
      if (late < 0) continue;
      const message = `found ${halving.at[late]}; expected a step before the last one, which is ${steps}`;
      early.push({ path: ["halving", "at", late], message, at: "value" });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      for (const problem of error.problems) note(problem);
    }
  }
  const findings = [...said.values()].flatMap(({ problem, values }): Finding[] => {
    const axis = axes[places.get(problem.file)?.axis ?? 0];
    if (axis === undefined) return [];
    const { key } = axis;
    // What is wrong with every value is wrong with the key.
    if (values.size === axis.values.length && problem.message.startsWith("unknown key"))
      return [{ path: ["axes", key], message: unknownKey(key, problem.message), at: "key" }];
    const isList = Array.isArray(written[key]);
    return [...values].slice(0, isList ? mostProblems : 1).map(value => ({
      path: isList ? ["axes", key, value] : ["axes", key],
      message: problem.path === key ? problem.message : `${problem.path}: ${problem.message}`,
      at: "value",
    }));
  });
  return { findings: [...findings, ...early], others: [...others.values()] };
}

/** The message for a key that the experiment does not have, with the nearest key path. */
function unknownKey(key: string, message: string): string {
  const known = axisKeys();
  const near = known.has(key) ? "" : nearest(key, [...known.keys()]);
  return near === "" ? message : `unknown key${near}`;
}
