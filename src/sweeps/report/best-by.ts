import { nearest } from "../../experiment/nearest-name.ts";
import { judged } from "../schema.ts";
import type { Report } from "./report.ts";

/** What a report is usually read for, in this order. */
const leading = ["quality/coverage", "quality/recall", "quality/precision"];

/** The measures of a report by which a configuration can be the best. */
export const judgedIn = ({ tags }: Pick<Report, "tags">): string[] =>
  tags.filter(tag => judged.includes(tag));

/** The measure that the best is judged by where nobody says otherwise; null where none of the report's has a better side. */
export function usualBest(report: Pick<Report, "tags">): string | null {
  const tags = judgedIn(report);
  return leading.find(tag => tags.includes(tag)) ?? tags[0] ?? null;
}

/** Why the best of a report cannot be judged by a measure; null where it can. */
export function bestByProblem(report: Pick<Report, "tags">, tag: string): string | null {
  const tags = judgedIn(report);
  if (tags.includes(tag)) return null;
  return `no measure of this report with a better side${nearest(tag, tags)}; those: ${tags.join(", ") || "none"}`;
}
