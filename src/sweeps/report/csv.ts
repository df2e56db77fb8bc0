import { measures, trainingScalars } from "../../experiment/catalog.ts";
import { csvField } from "../../plain/csv-field.ts";
import type { ReportSource } from "./report.ts";
import { valueText } from "./words.ts";

/**
 * A row a run: its axes, seed, state, every measure at one step, that step, and what is undefined there and why; the
 * headers are key paths and tags. Runs in the order of the plan's values, then seeds. What a run does not have is empty.
 */
export function reportCsv({ axes, seeds, measures: wanted, runs }: ReportSource): string {
  const tags = wanted ?? [...Object.keys(measures), ...Object.keys(trainingScalars)];
  const place = (run: ReportSource["runs"][number]) => [
    ...axes.map(({ key, values }) =>
      values.findIndex(value => JSON.stringify(value) === JSON.stringify(run.point[key])),
    ),
    seeds.indexOf(run.seed),
  ];
  const ordered = runs
    .map(run => ({ run, place: place(run) }))
    .sort((a, b) => {
      const i = a.place.findIndex((index, j) => index !== b.place[j]);
      return i < 0 ? 0 : (a.place[i] ?? 0) - (b.place[i] ?? 0);
    });
  const rows = ordered.map(({ run }) => [
    ...axes.map(({ key }) => valueText(run.point[key])),
    String(run.seed),
    run.state,
    ...tags.map(tag => String(run.figures?.values[tag] ?? "")),
    String(run.figures?.step ?? ""),
    Object.entries(run.figures?.undefined ?? {})
      .filter(([tag]) => tags.includes(tag))
      .map(([tag, reason]) => `${tag}: ${reason}`)
      .join("; "),
  ]);
  const lines = [[...axes.map(({ key }) => key), "seed", "state", ...tags, "step", "undefined"], ...rows];
  return lines.map(line => `${line.map(csvField).join(",")}\n`).join("");
}
