import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { noBrowser } from "./browser.ts";
import type { OpenedPage } from "./open-page.ts";

const axe =
  noBrowser === false
    ? readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")
    : "";

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** What axe-core finds that is serious or critical. */
export async function seriousViolations({ page }: Pick<OpenedPage, "page">): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate<{ violations: Violation[] }>("axe.run()");
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}: ${failureSummary}`));
}
