// The user's options for sbatch, read as sbatch reads them (getopt_long): joined letters, values in the next word, names cut
// short. What they say decides where a job lies and what it may use.

/** An option as it was meant. */
export interface SbatchOption {
  /** The long name, where it has one that is known here; else as it was written. */
  readonly name: string;
  /** Null where it takes none. */
  readonly value: string | null;
  /** The word that it stands in. */
  readonly word: string;
}

export interface SbatchWords {
  readonly options: readonly SbatchOption[];
  /** The first word that is no option: sbatch takes it for the script. */
  readonly stray: string | null;
}

/** Letters of options with a value. */
const valued: Readonly<Record<string, string>> = {
  a: "array",
  A: "account",
  b: "begin",
  B: "extra-node-info",
  c: "cpus-per-task",
  C: "constraint",
  d: "dependency",
  D: "chdir",
  e: "error",
  F: "nodefile",
  G: "gpus",
  i: "input",
  J: "job-name",
  L: "licenses",
  M: "clusters",
  m: "distribution",
  N: "nodes",
  n: "ntasks",
  o: "output",
  p: "partition",
  q: "qos",
  S: "core-spec",
  t: "time",
  w: "nodelist",
  x: "exclude",
};

/** Letters of options without. */
const plain: Readonly<Record<string, string>> = {
  H: "hold",
  h: "help",
  k: "no-kill",
  O: "overcommit",
  Q: "quiet",
  s: "oversubscribe",
  u: "usage",
  V: "version",
  v: "verbose",
  W: "wait",
};

/** Long options that take no value, or only one in the same word. */
const alone = [
  ...Object.values(plain),
  "contiguous",
  "exclusive",
  "get-user-env",
  "ignore-pbs",
  "nice",
  "no-requeue",
  "parsable",
  "propagate",
  "reboot",
  "requeue",
  "spread-job",
  "stepmgr",
  "test-only",
  "use-min-nodes",
];

/** Reads options that were split into words. */
export function readOptions(words: readonly string[]): SbatchWords {
  const options: SbatchOption[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    const [, long, written] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (long !== undefined) {
      const takesNext = written === undefined && !alone.some(name => name.startsWith(long));
      options.push({ name: long, value: takesNext ? (words[++i] ?? null) : (written ?? null), word });
      continue;
    }
    if (!/^-[^-]/.test(word)) return { options, stray: word };
    for (let at = 1; at < word.length; at++) {
      const letter = word.charAt(at);
      const name = valued[letter];
      if (name === undefined) {
        options.push({ name: plain[letter] ?? letter, value: null, word });
        continue;
      }
      const rest = word.slice(at + 1);
      options.push({ name, value: rest === "" ? (words[++i] ?? null) : rest, word });
      break;
    }
  }
  return { options, stray: null };
}

/** Whether a name is that of an option, perhaps cut short; two letters could be any of several. */
const means = (name: string, option: string): boolean =>
  name === option || (name.length > 2 && option.startsWith(name));

/** What options say of one of them, where the last wins, as it does for sbatch; null where none does. */
export const optionValue = (words: readonly string[], option: string): string | null =>
  readOptions(words).options.findLast(({ name }) => means(name, option))?.value ?? null;

/** The CPUs that options ask for a task; null where they ask for none. */
export function cpusAskedBy(words: readonly string[]): number | null {
  const asked = readOptions(words).options.filter(({ name }) => means(name, "cpus-per-task"));
  return asked.map(({ value }) => Number(value ?? "")).findLast(cpus => cpus > 0) ?? null;
}

/** Options that a sweep sets itself, or that would keep sbatch from submitting, from coming back or from saying the job's number. */
const own = ["array", "output", "parsable", "quiet", "test-only", "wait", "wrap", "help", "usage", "version"];

/** Why options cannot be given; null where they can. */
export function optionProblem(words: readonly string[]): string | null {
  const { options, stray } = readOptions(words);
  const taken = options.find(({ name }) => own.some(option => means(name, option)));
  if (taken !== undefined)
    return `${taken.word} is the sweep's own; --jobs N limits how many runs train at a time, --no-wait submits and comes back`;
  return stray === null
    ? null
    : `${JSON.stringify(stray)} is no option of sbatch, which would take it for its script; put a value with blanks into quotes`;
}

/** Splits options as a shell does: blanks apart, quotes together, a backslash before any character. Nothing is expanded. */
export function splitOptions(text: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  for (const [part] of text.matchAll(/\s+|'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"\\]+|['"\\]/gs)) {
    if (/^\s/.test(part)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? "") + unquoted(part);
  }
  return word === null ? words : [...words, word];
}

function unquoted(part: string): string {
  if (part.length > 1 && part.startsWith("'")) return part.slice(1, -1);
  if (part.length > 1 && part.startsWith('"')) return part.slice(1, -1).replaceAll(/\\(["\\$`])/g, "$1");
  return part.length > 1 && part.startsWith("\\") ? part.slice(1) : part;
}
