// What plan.md says of the reported seeds, as data; claims.ts judges it.

/** What is said of a measure of an arm, beside the same base with nothing added. */
export type Expectation =
  | { readonly tag: string; readonly kind: "higher" | "lower" }
  /** The mean comes nearer to this value. */
  | { readonly tag: string; readonly kind: "nearer"; readonly to: number }
  /** The 95 % interval of the difference leaves out every fall by more than this. */
  | { readonly tag: string; readonly kind: "not lower"; readonly margin: number };

export interface Hypothesis {
  /** Of plan.md. */
  readonly number: number;
  readonly says: string;
  readonly families: readonly string[];
  /** Of the regimes that have one of the families, those whose name matches. */
  readonly regimes: RegExp;
  /** Null: every base of the family. */
  readonly bases: readonly string[] | null;
  readonly expectations: readonly Expectation[];
}

export const hypotheses: readonly Hypothesis[] = [
  {
    number: 1,
    says: "Coverage and recall rise where training is prone to collapse.",
    families: ["paper"],
    regimes: /-weak$/,
    bases: ["gan"],
    expectations: [
      { tag: "quality/coverage", kind: "higher" },
      { tag: "quality/recall", kind: "higher" },
    ],
  },
  {
    number: 2,
    says: "Precision rises in stabilised training, and recall does not fall.",
    families: ["paper"],
    regimes: /-balanced$|^digits$|^stacked-digits$|^fashion-mnist$/,
    bases: ["r1"],
    expectations: [
      { tag: "quality/precision", kind: "higher" },
      { tag: "quality/recall", kind: "not lower", margin: 0.02 },
    ],
  },
  {
    number: 3,
    says: "It adds to other stabilisers.",
    families: ["complementing", "augmented"],
    regimes: /./,
    bases: null,
    expectations: [{ tag: "quality/coverage", kind: "higher" }],
  },
  {
    number: 4,
    says: "It works against many-to-one.",
    families: ["paper"],
    regimes: /./,
    bases: null,
    expectations: [
      { tag: "collapse/latent_recovery", kind: "lower" },
      { tag: "collapse/mode_diversity", kind: "nearer", to: 1 },
    ],
  },
];
