import { definitions, explanationColumn, wrap } from "./drawing/wrap.ts";
import { firstCommand } from "./first-command.ts";
import { commonOptions, type Option } from "./option.ts";
import type { Terminal } from "./terminal.ts";
import type { Verb } from "./verb.ts";

const MOST_COLUMNS = 100;

/** `FILE [DIR] REQUEST ...` of a verb's table. */
function positionalsOf(verb: Verb): string {
  return verb.positionals
    .map(name => (name.endsWith("?") ? `[${name.slice(0, -1)}]` : name.replace("...", " ...")))
    .join(" ");
}

export function usageOf(verb: Verb): readonly string[] {
  const forms = verb.usage ?? [`${positionalsOf(verb)} [options]`];
  return forms.map(form => `pairing-lab ${verb.name} ${form}`);
}

const optionRows = (options: Readonly<Record<string, Option>>) =>
  Object.entries(options).map(
    ([name, { value, summary }]) => [`--${name}${value === undefined ? "" : ` ${value}`}`, summary] as const,
  );

/** The text of `pairing-lab VERB --help`. */
export function verbHelp(verb: Verb, columns: number): string {
  const width = Math.min(columns, MOST_COLUMNS);
  const usage = usageOf(verb).map((line, i) => `${i === 0 ? "Usage: " : "       "}${line}`);
  const details = (verb.details ?? []).flatMap(paragraph => ["", ...wrap(paragraph, width)]);
  const examples = verb.examples.flatMap(({ line, does }) => [
    `  pairing-lab ${line}`,
    ...wrap(does, width - 6).map(text => `      ${text}`),
  ]);
  return [
    ...usage,
    "",
    ...wrap(sentence(verb.summary), width),
    ...details,
    "",
    "Options",
    ...definitions(optionRows({ ...verb.options, ...commonOptions }), width),
    "",
    "Examples",
    ...examples,
    "",
  ].join("\n");
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** The text of `pairing-lab --help`. */
export function programHelp(verbs: readonly Verb[], terminal: Terminal): string {
  const width = Math.min(terminal.out.columns(), MOST_COLUMNS);
  const nameOf = (verb: Verb) => `${verb.name} ${positionalsOf(verb)}`.trimEnd();
  const column = explanationColumn(verbs.map(nameOf));
  const groups = [...new Set(verbs.map(verb => verb.group))].flatMap(group => {
    const rows = verbs
      .filter(verb => verb.group === group)
      .map(verb => [nameOf(verb), verb.summary] as const);
    return [group, ...definitions(rows, width, column), ""];
  });
  return [
    ...wrap(
      `Pairing Lab ${terminal.version}: train GANs, and tune a pairing regularizer against many-to-one collapse.`,
      width,
    ),
    "",
    "Usage: pairing-lab VERB ...",
    "       pairing-lab VERB --help",
    "",
    ...groups,
    ...wrap(
      "RUN is a run's folder, or an unambiguous start of its id in the folder named by --runs (default: runs).",
      width,
    ),
    ...wrap(
      'Every verb takes --json for programs: standard output is then one JSON document, for an error { "error": { "message", "problems" } }.',
      width,
    ),
    ...wrap("Exit codes: 0 done, 1 failed, 2 wrong use or input, 130 interrupted after saving.", width),
    "",
    firstCommand(terminal),
    "",
  ].join("\n");
}
