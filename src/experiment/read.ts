import { dirname, resolve } from "node:path";
import { findUnavailable } from "./availability.ts";
import { findConflicts } from "./constraints.ts";
import { isFeatureName } from "./catalog-measures.ts";
import { findOddOptions } from "./custom-parts.ts";
import { fillDefaults } from "./defaults.ts";
import { InputError } from "./input-error.ts";
import type { Problem } from "./input-error.ts";
import { findingsOf } from "./issue-message.ts";
import type { Finding } from "./issue-message.ts";
import { locate } from "./locate.ts";
import type { Origin } from "./locate.ts";
import { emptyRawObject, isRawObject, rawAt, toRawValue } from "./raw-value.ts";
import type { RawValue } from "./raw-value.ts";
import { experimentSchema } from "./schema.ts";
import type { Experiment } from "./schema.ts";
import { soundPart } from "./sound-part.ts";
import { applySetting, settingLabel } from "./settings.ts";
import type { Setting } from "./settings.ts";
import { readSource } from "./source-text.ts";
import { pathText, valueOf } from "./source-tree.ts";
import type { KeyPath } from "./source-tree.ts";

export { parseSetting } from "./settings.ts";
export type { Setting } from "./settings.ts";

export interface ReadOptions {
  /** Values set by key path, applied in order before any default is filled in. */
  readonly settings?: readonly Setting[];
  /** Instead of the file's `seed`, `steps`, `device`; as `--seed`, `--steps`, `--device` give them. */
  readonly seed?: number;
  readonly steps?: number;
  readonly device?: string;
}

/** More are not looked at: nobody reads them, and a hostile file may have a million. */
const mostFindings = 1000;

/** Absolute paths for the files and folders that the experiment names; modules go by their names, since runs keep them. */
function withAbsolutePaths(experiment: Experiment, file: string): Experiment {
  const absolute = (path: string) => resolve(dirname(file), path);
  const { data, evaluation } = experiment;
  const located = { ...experiment };
  if (!isFeatureName(evaluation.features))
    located.evaluation = { ...evaluation, features: absolute(evaluation.features) };
  if ("file" in data) located.data = { ...data, file: absolute(data.file) };
  if ("folder" in data) located.data = { ...data, folder: absolute(data.folder) };
  if (data.kind === "idx") {
    const orNone = (path: string) => (path === "" ? "" : absolute(path));
    const [folder, images, labels] = [orNone(data.folder), orNone(data.images), orNone(data.labels)];
    located.data = { ...data, folder, images, labels };
  }
  return located;
}

function optionSettings({ seed, steps, device, settings = [] }: ReadOptions): Setting[] {
  const given: Setting[] = [...settings];
  for (const [key, value] of Object.entries({ seed, steps, device })) {
    if (value !== undefined) given.push({ key, value, label: `--${key} ${value}` });
  }
  return given;
}

/** Applies settings and defaults, checks everything, resolves paths. `lastStep` as in findConflicts, from the final steps. */
function resolveExperiment(
  written: RawValue,
  { file, text }: Omit<Origin, "applied">,
  options: ReadOptions,
  duplicates: readonly Problem[],
  lastStepOf: (steps: number) => number,
): Experiment {
  const raw = isRawObject(written) ? written : emptyRawObject();
  const problems: Problem[] = [...duplicates];
  const applied: { path: KeyPath; label: string }[] = [];
  for (const setting of optionSettings(options)) {
    const label = settingLabel(setting);
    const outcome = applySetting(raw, setting);
    if ("path" in outcome) applied.push({ path: outcome.path, label });
    else problems.push({ file: label, ...outcome.problem });
  }
  const checked = isRawObject(written) ? raw : written;
  // Before defaults: what an image kind brings with it is not the user's to mend.
  const unavailable = findUnavailable(checked);
  fillDefaults(raw, file);
  const parsed = experimentSchema.safeParse(checked);
  const findings = [
    ...(parsed.success
      ? []
      : parsed.error.issues.slice(0, mostFindings).flatMap(issue => findingsOf(issue, checked))),
    ...unavailable,
    ...findOddOptions(checked),
  ];
  findings.push(...conflictsOf(checked, findings, lastStepOf));
  const seen = new Set<string>();
  for (const finding of findings.slice(0, mostFindings)) {
    const key = pathText(finding.path);
    if (!seen.has(key)) problems.push(locate(finding, { file, text, applied }));
    seen.add(key);
  }
  if (problems.length > 0 || !parsed.success) throw new InputError(problems);
  const resolved = withAbsolutePaths(parsed.data, file);
  origins.set(resolved, { file, text, applied });
  return resolved;
}

/** What does not fit each other in what is right of a file, so that everything that is wrong is told at once. */
function conflictsOf(
  raw: RawValue,
  findings: readonly Finding[],
  lastStepOf: (steps: number) => number,
): Finding[] {
  const sound = soundPart(
    raw,
    findings.map(({ path }) => path),
  );
  if (sound === null) return [];
  const { experiment, wrong, inFile } = sound;
  const lastStep = wrong.some(([key]) => key === "steps") ? Infinity : lastStepOf(experiment.steps);
  return findConflicts(experiment, lastStep, wrong).map(finding => ({
    ...finding,
    path: inFile(finding.path),
  }));
}

/** Where the experiments that were read come from, for what is found out about them later. */
const origins = new WeakMap<Experiment, Origin>();

/**
 * What is found wrong with an experiment after it was read, with its data opened: as a problem that has its place in the
 * file, or names the setting that brought the value in. One that was not read here has no places; `file` names it.
 */
export function problemOf(experiment: Experiment, finding: Finding, file: string): Problem {
  return locate(finding, origins.get(experiment) ?? { file, text: null, applied: [] });
}

/**
 * Reads an experiment file: every default filled in, every path absolute (relative ones are relative to the file).
 * @param text the file's text; a byte-order mark, comments, trailing commas and any line ends are fine.
 * @param file the file's path as error messages shall name it.
 * @throws InputError with every problem: line, column, key path, what was found, what is allowed, the nearest name.
 */
export function readExperiment(text: string, file: string, options: ReadOptions = {}): Experiment {
  return experimentSource(text, file)(options);
}

/**
 * The same for a file that is resolved many times, with other options each: its text is parsed once.
 * @throws InputError where the text is no JSON; the function that it gives throws the rest.
 */
export function experimentSource(text: string, file: string): (options: ReadOptions) => Experiment {
  const source = readSource(text, file);
  const content = valueOf(source, file);
  const { value, duplicates } = content;
  const origin = { file, text: { ...content, position: source.position } };
  // A run may be shortened without touching its schedule: planned changes are checked against the longer length.
  const planned = rawAt(value, ["steps"]);
  const lastStepOf = (steps: number) => Math.max(steps, typeof planned === "number" ? planned : steps);
  return options =>
    // A copy, because settings and defaults are put into it; what was parsed is JSON and not too deep.
    resolveExperiment(toRawValue(value) ?? null, origin, options, duplicates, lastStepOf);
}

/**
 * A resolved experiment, such as that of a run.json, with other values: checked as a file is, but for the schedule's
 * reach, as the run may have been shortened.
 * @param file what error messages and relative paths refer to.
 * @throws InputError as readExperiment does, without lines.
 */
export function changeExperiment(experiment: unknown, file: string, options: ReadOptions = {}): Experiment {
  const value = toRawValue(experiment);
  if (value === undefined)
    throw new InputError([{ file, path: "", message: "no JSON, or it nests too deep" }]);
  return resolveExperiment(value, { file, text: null }, options, [], () => Infinity);
}
