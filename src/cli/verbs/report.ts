import { writeFileSync } from "node:fs";
import { extname, resolve } from "node:path";
import { reportCsv } from "../../sweeps/report/csv.ts";
import { edgeFindings } from "../../sweeps/report/edge.ts";
import { reportMarkdown } from "../../sweeps/report/markdown.ts";
import { reportSvg } from "../../sweeps/report/svg.ts";
import { titleOf, type Report } from "../../sweeps/report/report.ts";
import { armValueText, cellText, findings, progressText } from "../../sweeps/report/words.ts";
import { plainName } from "../../plain/plain-text.ts";
import { table, type Column } from "../drawing/table.ts";
import { UsageError } from "../failure.ts";
import { printJson, printLines } from "../print.ts";
import { baselineOption, bestBy, byOption, commandForNext, reportOf } from "../sweep-report.ts";
import type { Verb } from "../verb.ts";

const formats = [".md", ".csv", ".svg"] as const;

export const report: Verb = {
  name: "report",
  group: "Runs",
  summary: "compare the runs of a sweep: means with intervals, differences to the baseline",
  positionals: ["DIR"],
  usage: ["DIR [--out FILE.md|FILE.csv|FILE.svg] [--baseline KEY=VALUE ...] [--by MEASURE]"],
  options: {
    out: {
      value: "FILE",
      summary: "a page (.md), a row a run (.csv), or a picture (.svg); without it means are printed here",
    },
    baseline: baselineOption,
    by: byOption,
  },
  details: [
    "Only runs that are done count in means and differences. Each configuration is compared, seed by seed, with the one that has the baseline's values and otherwise its own. Settings that train the same bytes (any kind of pairing at weight 0) are one configuration. It can be asked for while the sweep trains.",
  ],
  examples: [
    { line: "report weights", does: "what the figures say, and the means" },
    { line: "report weights --out weights.md", does: "means, intervals, paired differences, every seed" },
    {
      line: "report kinds --out kinds.md --baseline pairing.kind=neighbour",
      does: "every kind against one, weight by weight",
    },
    { line: "report weights --out weights.csv", does: "every run with the last value of every measure" },
  ],
  run: async call => {
    const { given, terminal } = call;
    const [folder = ""] = given.positionals;
    const name = given.text("out");
    const format = name === undefined ? null : formats.find(end => end === extname(name).toLowerCase());
    if (format === undefined)
      throw new UsageError(`--out must end with ${formats.join(", ")}, not ${String(name)}`);
    const directory = resolve(terminal.cwd, folder);
    const { source, report: compared } = await reportOf(call, directory);
    const by = bestBy(call, compared);
    const path = resolve(terminal.cwd, name ?? "");
    switch (format) {
      case null:
        break;
      case ".md":
        writeFileSync(path, reportMarkdown(compared, by));
        break;
      case ".csv":
        writeFileSync(path, reportCsv(source));
        break;
      case ".svg":
        writeFileSync(path, reportSvg(compared));
        break;
      default:
        format satisfies never;
    }
    const said = [...findings(compared), ...edgeFindings(compared, by)];
    const next = commandForNext(call, directory, compared);
    printJson(call, { out: format === null ? null : path, ...compared, findings: said, next });
    const both = next === null ? [] : [`To do so: ${next}`];
    printLines(call, [
      `${progressText(compared)}.`,
      ...said,
      ...both,
      ...(format === null ? ["", ...meansTable(compared)] : [path]),
    ]);
    return 0;
  },
};

/** Columns that a terminal has room for. */
const MOST_MEASURES = 4;

/** A line a configuration: its values, how many seeds are done, and the means of what the best is judged by. */
function meansTable(report: Report): string[] {
  const { axes, arms, paretoTags } = report;
  const tags = paretoTags.slice(0, MOST_MEASURES);
  const right = (title: string): Column => ({ title, align: "right" });
  return table(
    [...axes.map(({ key }) => right(key)), right("seeds"), ...tags.map(tag => right(titleOf(tag)))],
    arms.map(arm => [
      ...axes.map(({ key }) => plainName(armValueText(arm, key), LONGEST_VALUE)),
      String(arm.runs.filter(({ standing }) => standing === "done").length),
      ...tags.map(tag => (arm.cells[tag] === undefined ? "" : cellText(arm.cells[tag]))),
    ]),
  );
}

/** Of a value of an axis, which may be a whole part of an experiment. */
const LONGEST_VALUE = 40;
