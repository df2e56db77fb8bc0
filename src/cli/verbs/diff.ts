import { existsSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { differ, type Differences } from "../../differences/differ.ts";
import { readFileSide, readRunSide } from "../../differences/read-side.ts";
import { factTitles, type Side } from "../../differences/side.ts";
import { factWords, linesWords, settingWords, turnsWords } from "../../differences/words.ts";
import { plainName } from "../../plain/plain-text.ts";
import { runFiles } from "../../runs/file-names.ts";
import { table } from "../drawing/table.ts";
import { UsageError } from "../failure.ts";
import { printJson, printLines, styleOf } from "../print.ts";
import { chosenRun } from "../run-choice.ts";
import { runsOption, type Call, type Verb } from "../verb.ts";

export const diff: Verb = {
  name: "diff",
  group: "Experiments",
  summary:
    "show where two experiments differ: files, or what runs were trained as and what was turned in them",
  positionals: ["A", "B"],
  options: { runs: runsOption },
  details: [
    "A and B are each an experiment's file or a run: its folder, or the start of its id.",
    "Defaults are filled in, and said to be defaults: what stands there where the file leaves the key out. Settings come in the order of what matters: what trains first, what records last.",
    "Beside the settings it compares modules of your own, every knob that was turned by hand (in the runs that a run was branched from too, up to the branch), and of two runs what trained them and their data's digests.",
    "Nothing is compared that is not known of both: a file has no trainer. The exit code is 0 whether they differ or not; `isSame` of --json tells.",
  ],
  examples: [
    { line: "diff ring-8.gan.json 2026-11-30", does: "what the file has become since that run" },
    { line: "diff runs/A runs/B --json", does: "the differences of two runs for programs" },
  ],
  run: async call => {
    const [one = "", other = ""] = call.given.positionals;
    const differences = differ(await sideOf(call, one), await sideOf(call, other));
    printJson(call, differences);
    printLines(call, linesOf(call, differences));
    return 0;
  },
};

/** What was typed: a file that is there, or that is named as one; else a run. */
async function sideOf(call: Call, typed: string): Promise<Side> {
  if (/\.sweep\.jsonc?$/i.test(typed))
    throw new UsageError(
      `${typed} is a sweep, which is many experiments; give its experiment's file or two of its runs`,
      { showUsage: false },
    );
  const path = resolve(call.terminal.cwd, typed);
  const found = existsSync(path) ? statSync(path) : null;
  if (found?.isFile() === true && basename(path) === runFiles.info) return readRunSide(dirname(path));
  const isFile = found === null ? /\.jsonc?$/i.test(typed) : found.isFile();
  return isFile ? readFileSide(typed) : readRunSide(await chosenRun(call, typed));
}

type Row = readonly [what: string, before: string, after: string];

function linesOf(
  call: Call,
  { before, after, settings, modules, turned, facts, isSame }: Differences,
): string[] {
  const style = styleOf(call);
  if (isSame)
    return [
      `Nothing that is known of both differs.`,
      ...turned.flatMap(knob => `Turned in both: ${knob.key} ${turnsWords(knob.before)}`),
    ];
  const parts: readonly (readonly [title: string, rows: readonly Row[]])[] = [
    [
      "Setting",
      settings.map(({ key, before: one, after: other }) => [key, settingWords(one), settingWords(other)]),
    ],
    [
      "Module",
      modules.map(({ part, onlyBefore, onlyAfter }) => [part, linesWords(onlyBefore), linesWords(onlyAfter)]),
    ],
    ["Turned by hand", turned.map(knob => [knob.key, turnsWords(knob.before), turnsWords(knob.after)])],
    [
      "Beside",
      facts.map(({ fact, before: one, after: other }) => [
        factTitles[fact],
        factWords(fact, one),
        factWords(fact, other),
      ]),
    ],
  ];
  const shown = parts.filter(([, rows]) => rows.length > 0);
  const rows = shown.flatMap(([title, own], i) => [
    ...(i === 0 ? [] : [[""]]),
    [style.bold(title), ...[before, after].map(({ name }) => style.bold(plainName(name)))],
    ...own.map(row => row.map(cell => plainName(cell))),
  ]);
  return table([{ title: "" }, { title: "" }, { title: "" }], rows);
}
