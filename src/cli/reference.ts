import { usageOf } from "./help.ts";
import { commonOptions, type Option } from "./option.ts";
import type { Verb } from "./verb.ts";

/** Text of ours in a cell or a line: what stands for something else is no markup. */
const plain = (text: string): string => text.replaceAll(/[|<>*_]/g, "\\$&");

function optionRows(options: Readonly<Record<string, Option>>): string[] {
  const rows = Object.entries(options).map(([name, { value, summary }]) => {
    const form = `--${name}${value === undefined ? "" : ` ${value}`}`.replaceAll("|", "\\|");
    return `| \`${form}\` | ${plain(summary)} |`;
  });
  return rows.length === 0 ? [] : ["| option | what it does |", "|---|---|", ...rows, ""];
}

function verbPart(verb: Verb): string[] {
  const sentence = `${verb.summary.charAt(0).toUpperCase()}${verb.summary.slice(1)}.`;
  return [
    `### ${verb.name}`,
    "",
    plain(sentence),
    "",
    "```",
    ...usageOf(verb),
    "```",
    "",
    ...(verb.details ?? []).flatMap(paragraph => [plain(paragraph), ""]),
    ...optionRows(verb.options),
    ...verb.examples.map(({ line, does }) => `- \`pairing-lab ${line}\`: ${plain(does)}`),
    "",
  ];
}

/** docs/terminal.md: every verb with its options and examples, from the table that the program itself runs by. */
export function terminalReference(verbs: readonly Verb[]): string {
  const groups = [...new Set(verbs.map(({ group }) => group))];
  const lines = [
    "# The terminal",
    "",
    "`pairing-lab VERB ...` does everything that the extension can do with runs. This page is written from the table of verbs",
    "(`node scripts/reference.mjs`); `pairing-lab VERB --help` says the same.",
    "",
    "RUN is a run's folder, or an unambiguous start of its id in the folder named by `--runs` (default: `runs`). Exit codes: 0",
    "done, 1 failed, 2 wrong use or input, 130 interrupted after saving. Every verb also takes:",
    "",
    ...optionRows(commonOptions),
    ...groups.flatMap(group => [
      `## ${group}`,
      "",
      ...verbs.filter(verb => verb.group === group).flatMap(verbPart),
    ]),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}
