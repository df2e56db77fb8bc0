import { claimsMarkdown } from "./claims.ts";
import type { StudyPlan } from "./plan.ts";
import type { Row } from "./rows.ts";
import { settingsMarkdown } from "./settings.ts";

type Rows = ReadonlyMap<string, Row>;

/** The parts of docs/science.md that are made from the rows, by the name that their marks have. */
const parts: Readonly<Record<string, (plan: StudyPlan, rows: Rows) => string>> = {
  claims: claimsMarkdown,
  settings: settingsMarkdown,
};

/** A page with the parts that follow from the rows as the rows have them. */
export const withRows = (page: string, plan: StudyPlan, rows: Rows): string =>
  Object.entries(parts).reduce((text, [name, write]) => between(text, name, write(plan, rows)), page);

function between(page: string, name: string, text: string): string {
  const begin = `<!-- ${name}: from study/rows, written by npm run study -- report -->`;
  const end = `<!-- end of ${name} -->`;
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from)
    throw new Error(`The page has no place for ${name}, between ${begin} and ${end}.`);
  return `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`;
}
