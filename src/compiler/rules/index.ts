// All rules, in the groups that the compiler applies one after the other.
import type { Rule } from "../rewrite.ts";
import { constantRules } from "./constants.ts";
import { layoutRules } from "./layout.ts";
import { fusionRules, productRules, sumRules } from "./products.ts";
import { scaleRules } from "./scales.ts";

export interface RuleGroup {
  readonly name: "simplify" | "sum" | "fuse";
  /** Whether its rules look at sizes that may be the number of rows. */
  readonly needsRows: boolean;
  readonly rules: readonly Rule[];
}

export const ruleGroups: readonly RuleGroup[] = [
  {
    name: "simplify",
    needsRows: false,
    rules: [...constantRules, ...scaleRules, ...layoutRules, ...productRules],
  },
  { name: "sum", needsRows: true, rules: sumRules },
  { name: "fuse", needsRows: false, rules: fusionRules },
];

export const allRules: readonly Rule[] = ruleGroups.flatMap(group => group.rules);
