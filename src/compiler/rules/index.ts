// All rules, in the groups that the compiler applies one after the other.
import type { Rule } from "../rewrite.ts";
import { constantRules } from "./constants.ts";
import { convolutionFusionRules, convolutionRules } from "./convolutions.ts";
import { filterGradientRules } from "./filter-gradients.ts";
import { layoutRules } from "./layout.ts";
import { fusionRules, productRules, sumRules } from "./products.ts";
import { narrowProductRules, restatingRules } from "./restated.ts";
import { rowMultipleRules } from "./row-multiples.ts";
import { scaleRules } from "./scales.ts";
import { foldedConvolutionRules, transposedConvolutionRules } from "./transposed-convolutions.ts";

export interface RuleGroup {
  readonly name:
    | "simplify"
    | "row multiples"
    | "bias"
    | "convolve rows"
    | "convolve"
    | "sum"
    | "fuse"
    | "narrow"
    | "restate";
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
  { name: "row multiples", needsRows: true, rules: rowMultipleRules },
  { name: "bias", needsRows: false, rules: convolutionFusionRules },
  { name: "convolve rows", needsRows: true, rules: [...foldedConvolutionRules, ...filterGradientRules] },
  {
    name: "convolve",
    needsRows: false,
    rules: [...convolutionRules, ...transposedConvolutionRules, ...layoutRules],
  },
  { name: "sum", needsRows: true, rules: sumRules },
  { name: "fuse", needsRows: false, rules: fusionRules },
  { name: "narrow", needsRows: true, rules: narrowProductRules },
  { name: "restate", needsRows: false, rules: restatingRules },
];

export const allRules: readonly Rule[] = [...new Set(ruleGroups.flatMap(group => group.rules))];
