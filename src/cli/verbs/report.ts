import { writeFileSync } from "node:fs";
import { extname, resolve } from "node:path";
import { reportCsv } from "../../sweeps/report/csv.ts";
import { edgeFindings } from "../../sweeps/report/edge.ts";
import { reportMarkdown } from "../../sweeps/report/markdown.ts";
import { reportSvg } from "../../sweeps/report/svg.ts";
import { findings, progressText } from "../../sweeps/report/words.ts";
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
  usage: ["DIR --out FILE.md|FILE.csv|FILE.svg [--baseline KEY=VALUE ...] [--by MEASURE]"],
  options: {
    out: { value: "FILE", summary: "a page (.md), a row a run (.csv), or a picture (.svg)" },
    baseline: baselineOption,
    by: byOption,
  },
  details: [
    "Only runs that are done count in means and differences. Each configuration is compared, seed by seed, with the one that has the baseline's values and otherwise its own. Settings that train the same bytes (any kind of pairing at weight 0) are one configuration. It can be asked for while the sweep trains.",
  ],
  examples: [
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
    if (name === undefined) throw new UsageError(`--out FILE is missing: it ends with ${formats.join(", ")}`);
    const format = formats.find(end => end === extname(name).toLowerCase());
    if (format === undefined) throw new UsageError(`--out must end with ${formats.join(", ")}, not ${name}`);
    const directory = resolve(terminal.cwd, folder);
    const { source, report: compared } = await reportOf(call, directory);
    const by = bestBy(call, compared);
    const path = resolve(terminal.cwd, name);
    switch (format) {
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
    printJson(call, { out: path, ...compared, findings: said, next });
    const both = next === null ? [] : [`To do so: ${next}`];
    printLines(call, [`${progressText(compared)}.`, ...said, ...both, path]);
    return 0;
  },
};
