import type { Node } from "./graph.ts";
import type { Recording } from "./recording-backend.ts";
import { rewrite } from "./rewrite.ts";
import { ruleGroups } from "./rules/index.ts";
import type { RuleGroup } from "./rules/index.ts";

/**
 * The results of a recording after the rules. With an open number of rows, rules that look at that number are left out.
 */
export function optimised(
  { graph, outputs }: Recording,
  rows: "fixed" | "open",
  groups: readonly RuleGroup[] = ruleGroups.processor,
): ReadonlyMap<string, Node> {
  return groups
    .filter(group => rows === "fixed" || !group.needsRows)
    .reduce((results, { rules }) => rewrite(results, graph, rules), outputs);
}
