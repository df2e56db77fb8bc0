/** How runs are told apart: by what differs among those in view. */

type Fields = Readonly<Record<string, unknown>>;

export interface NamedRun {
  /** What the researcher calls it, else its own. */
  readonly name: string;
  readonly seed: number;
  readonly parent: { readonly step: number } | null;
  /** As resolved, every key present. */
  readonly experiment: object;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const inWords = (value: unknown): string =>
  typeof value === "string" ? value : value === undefined ? "none" : JSON.stringify(value);

/** Every key path of an experiment with its value in words; a list is one value. */
export function flattened(experiment: object): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (fields: object, path: string) => {
    for (const [key, value] of Object.entries(fields)) {
      const at = path === "" ? key : `${path}.${key}`;
      if (isFields(value)) walk(value, at);
      else found.set(at, inWords(value));
    }
  };
  walk(experiment, "");
  return found;
}

/** Keys that tell nothing about how a run trains. */
export const unimportantKeys: ReadonlySet<string> = new Set(["name", "pace"]);

/** Keys without a word: the seed has its own, and how often a run records, or what it plans, is no name. */
const isUntold = (key: string): boolean =>
  key === "seed" || unimportantKeys.has(key) || key.startsWith("record.") || key.startsWith("schedule");

/** So many words tell runs apart at most, the seed not counted. */
const MOST_WORDS = 3;
const MOST_LETTERS = 24;

const stepsWords = (text: string): string => {
  const steps = Number(text);
  return steps >= 1000 && steps % 1000 === 0
    ? `${(steps / 1000).toLocaleString("en-US")}k steps`
    : `${text} steps`;
};

/** A key's value as one of the words behind a run's name. */
function wordOf(key: string, value: string): string {
  switch (key) {
    case "pairing.weight":
      return `w ${value}`;
    case "seed":
      return `s${value}`;
    case "steps":
      return stepsWords(value);
    case "data.kind":
      return value;
    default: {
      const said = value.length > MOST_LETTERS ? `${value.slice(0, MOST_LETTERS)}…` : value;
      return `${key.split(".").slice(-2).join(".")} ${said}`;
    }
  }
}

const rank = (key: string): number =>
  key === "pairing.weight" ? 0 : key.startsWith("pairing.") ? 1 : key === "steps" ? 3 : 2;

const branchWord = ({ parent }: NamedRun): string[] =>
  parent === null ? [] : [`branch @${parent.step.toLocaleString("en-US")}`];

/** The words that tell one run what it is where nobody knows of others: whether it is a branch, its weight, its seed. */
export function ownWords(run: NamedRun): string[] {
  const weight = flattened(run.experiment).get("pairing.weight");
  return [...branchWord(run), ...(weight === undefined ? [] : [`w ${weight}`]), `s${run.seed}`];
}

/**
 * For each run the words that tell it apart from the others, what was turned first and the seed last; none where there is
 * nothing to tell apart. A branch says that it is one, behind what differs where all began at the same step. Runs that differ in nothing are told apart by when they were made.
 */
export function wordsApart(runs: readonly NamedRun[]): string[][] {
  const [first] = runs;
  if (first === undefined) return [];
  const flat = runs.map(({ experiment }) => flattened(experiment));
  const keys = [...new Set(flat.flatMap(values => [...values.keys()]))].filter(
    key => !isUntold(key) && flat.some(values => values.get(key) !== flat[0]?.get(key)),
  );
  keys.sort((a, b) => rank(a) - rank(b));
  const shown = keys.slice(0, MOST_WORDS);
  const seedsDiffer = runs.some(({ seed }) => seed !== first.seed);
  const begins = runs.flatMap(({ parent }) => (parent === null ? [] : [parent.step]));
  const oneFork = begins.length > 1 && begins.every(step => step === begins[0]);
  const words = runs.map((run, i) => {
    const turned = shown.flatMap(key => {
      const value = flat[i]?.get(key);
      return value === undefined ? [] : [wordOf(key, value)];
    });
    const told = oneFork ? [...turned, ...branchWord(run)] : [...branchWord(run), ...turned];
    return seedsDiffer ? [...told, `s${run.seed}`] : told;
  });
  const same = new Map<string, number>();
  const nameOf = (i: number) => JSON.stringify([runs[i]?.name, words[i]]);
  for (let i = 0; i < runs.length; i++) same.set(nameOf(i), (same.get(nameOf(i)) ?? 0) + 1);
  return words.map((own, i) =>
    (same.get(nameOf(i)) ?? 0) > 1
      ? [...own, (runs[i]?.createdAt ?? "").slice(0, 16).replace("T", " ")]
      : own,
  );
}

/** The same for runs that are called by their names: only those whose name another has need such words. */
export function wordsBesideNames(runs: readonly NamedRun[]): string[][] {
  const words = wordsApart(runs);
  return runs.map((run, i) => {
    const isAlone = runs.every(other => other === run || other.name !== run.name);
    return isAlone ? branchWord(run) : (words[i] ?? []);
  });
}

/** What differs first, then the name: what is cut off at the end is the same in all. */
export const nameWith = (words: readonly string[], name: string): string =>
  words.length === 0 ? name : `${words.join(" · ")} · ${name}`;
