// All rules, in the groups that the compiler applies one after the other.
import type { Rule } from "../rewrite.ts";
import { constantRules } from "./constants.ts";
import { convolutionFusionRules, convolutionRules } from "./convolutions.ts";
import { filterGradientRules } from "./filter-gradients.ts";
import { layoutRules } from "./layout.ts";
import { fusionRules, productRules, sumRules } from "./products.ts";
import { narrowProductRules, restatingRules } from "./restated.ts";
import { plainConvolutionRules } from "./plain-convolutions.ts";
import { rowMultipleRules } from "./row-multiples.ts";
import { scaleRules } from "./scales.ts";
import { foldedConvolutionRules, transposedConvolutionRules } from "./transposed-convolutions.ts";
import { transpositionRules } from "./transpositions.ts";

/** What computes, as far as the compiler asks: it decides how convolutions are written, and what pays. */
export type Lowering = "processor" | "graphics";

export interface RuleGroup {
  readonly name:
    | "simplify"
    | "row multiples"
    | "bias"
    | "convolve rows"
    | "convolve"
    | "transpose"
    | "sum"
    | "fuse"
    | "narrow"
    | "restate";
  /** Whether its rules look at sizes that may be the number of rows. */
  readonly needsRows: boolean;
  readonly rules: readonly Rule[];
}

const simplify: RuleGroup = {
  name: "simplify",
  needsRows: false,
  rules: [...constantRules, ...scaleRules, ...layoutRules, ...productRules],
};
const rowMultiples: RuleGroup = { name: "row multiples", needsRows: true, rules: rowMultipleRules };
const bias: RuleGroup = { name: "bias", needsRows: false, rules: convolutionFusionRules };
const fuse: RuleGroup = { name: "fuse", needsRows: false, rules: fusionRules };

/** The one place that says which rules serve which device, in their order. */
export const ruleGroups: Readonly<Record<Lowering, readonly RuleGroup[]>> = {
  processor: [
    simplify,
    rowMultiples,
    bias,
    { name: "convolve rows", needsRows: true, rules: [...foldedConvolutionRules, ...filterGradientRules] },
    {
      name: "convolve",
      needsRows: false,
      rules: [...convolutionRules, ...transposedConvolutionRules, ...layoutRules],
    },
    { name: "sum", needsRows: true, rules: sumRules },
    fuse,
    { name: "narrow", needsRows: true, rules: narrowProductRules },
    { name: "restate", needsRows: false, rules: restatingRules },
  ],
  // Each node is a kernel that is started, so nothing is restated in more of them.
  graphics: [
    simplify,
    rowMultiples,
    bias,
    { name: "convolve", needsRows: false, rules: plainConvolutionRules },
    { name: "transpose", needsRows: false, rules: [...transpositionRules, ...layoutRules] },
    fuse,
  ],
};

/** What a node may be: WebGPU promises a kernel eight buffers, of which one is the whole that the others are parts of. */
export const limits: Readonly<Record<Lowering, { readonly most?: number }>> = {
  processor: {},
  graphics: { most: 7 },
};

export const allRules: readonly Rule[] = [
  ...new Set(Object.values(ruleGroups).flatMap(groups => groups.flatMap(({ rules }) => rules))),
];
