import { edgeFindings } from "./edge.ts";
import { markdownCode, markdownText } from "../../plain/markdown-text.ts";
import { isSignificant, titleOf, type Arm, type Report } from "./report.ts";
import {
  armValueText,
  baselineText,
  cellText,
  differenceText,
  findings,
  progressText,
  starText,
  undefinedText,
} from "./words.ts";

const escaped = (text: string) => text.replaceAll("|", "\\|");

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(" | ")} |`;
  return [line(head), `|${head.map(() => "---").join("|")}|`, ...rows.map(line)].join("\n");
}

const short = (value: number) => String(Number(value.toPrecision(4)));

/** The report as a page for a paper's appendix, an issue, or a colleague; `by`: what the best is judged by, the usual where nothing is said. */
export function reportMarkdown(report: Report, by?: string | null): string {
  const { name, axes, tags, arms, best, paretoTags } = report;
  const keys = axes.map(({ key }) => markdownCode(key));
  const values = (arm: Arm) => axes.map(({ key }) => markdownText(armValueText(arm, key)));
  const titles = tags.map(tag => markdownText(titleOf(tag)));
  const doneOf = ({ runs }: Arm) => runs.filter(({ standing }) => standing === "done").length;

  const means = table(
    [...keys, "Seeds", ...titles],
    arms.map(arm => [
      ...values(arm).map((text, i) => (i === 0 && arm.pareto ? `${text} ◆` : text)),
      String(doneOf(arm)),
      ...tags.map(tag => {
        const cell = arm.cells[tag];
        if (cell === undefined) return "";
        const text = cellText(cell);
        return best[tag] === arm.key && arms.length > 1 ? `**${text}**` : text;
      }),
    ]),
  );
  const compared = arms.filter(arm => arm.baseline !== arm.key);
  const differences = table(
    [...keys, ...titles],
    compared.map(arm => [
      ...values(arm),
      ...tags.map(tag => {
        const cell = arm.cells[tag];
        const base = arms.find(({ key }) => key === arm.baseline)?.cells[tag];
        if (cell === undefined || base === undefined) return "";
        if (cell.undefined.length > 0) return undefinedText(cell);
        if (base.undefined.length > 0) return `baseline ${undefinedText(base)}`;
        const { difference } = cell;
        if (difference === null) return "";
        return `${differenceText(difference)}${isSignificant(difference) ? " *" : ""}`;
      }),
    ]),
  );
  const seeds = table(
    [...keys, "Seed", "State", "Step", ...titles],
    arms.flatMap(arm =>
      arm.runs.map(run => [
        ...values(arm),
        String(run.seed),
        run.standing === "hopeless" ? `stopped at ${run.step}` : run.state,
        String(run.figures?.step ?? ""),
        ...tags.map(tag => {
          const value = run.figures?.values[tag];
          if (value !== undefined) return short(value);
          return run.figures?.undefined[tag] === undefined ? "" : "undefined";
        }),
      ]),
    ),
  );
  const failed = arms
    .flatMap(({ runs }) => runs)
    .filter(({ standing }) => standing === "failed" || standing === "hopeless")
    .map(({ id, message }) => `- ${markdownCode(id)}: ${markdownText(message)}`);
  const pareto = paretoTags.map(tag => titleOf(tag).toLowerCase()).join(", ");
  const baseline = baselineText(report, markdownCode, markdownText);
  const sections = [
    `# Sweep ${markdownText(name)}`,
    `${progressText(report)}.`,
    [...findings(report), ...edgeFindings(report, by)].map(line => `- ${markdownText(line)}`).join("\n"),
    "## Means over seeds",
    means,
    `Mean ± half the 95 % interval by Student's t, over seeds whose runs are done.${arms.length > 1 ? ` Bold: the best mean; that it is the best is not tested. ◆: Pareto-best by the means of ${pareto}. Both among those with a value in as many seeds as any, and undefined in none.` : ""}`,
    ...(compared.length === 0
      ? []
      : [
          "## Differences to the baseline",
          differences,
          `Paired by seed: each configuration against ${baseline}; mean difference ± half its 95 % interval (not corrected). ${markdownText(starText(report))}`,
        ]),
    "## Every seed",
    seeds,
    ...(failed.length === 0 ? [] : ["## Runs that did not finish", failed.join("\n")]),
  ];
  return `${sections.filter(text => text !== "").join("\n\n")}\n`;
}
