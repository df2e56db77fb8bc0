// All rules, in the two groups that the compiler applies one after the other.
import type { Rule } from "../rewrite.ts";
import { constantRules } from "./constants.ts";
import { layoutRules } from "./layout.ts";
import { fusionRules, productRules } from "./products.ts";
import { scaleRules } from "./scales.ts";

/** Fewer and smaller nodes. */
export const simplifications: readonly Rule[] = [
  ...constantRules,
  ...scaleRules,
  ...layoutRules,
  ...productRules,
];

/** The forms that ONNX Runtime computes fastest. */
export const fusions: readonly Rule[] = fusionRules;
