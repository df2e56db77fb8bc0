import { isSignificant, titleOf, type Cell } from "../src/sweeps/report/report.ts";
import { cellText, differenceText, undefinedText } from "../src/sweeps/report/words.ts";
import { progressOf } from "./cells.ts";
import { hypotheses, type Expectation, type Hypothesis } from "./hypotheses.ts";
import { NONE, type StudyPlan } from "./plan.ts";
import { familyReport } from "./report.ts";
import type { Row } from "./rows.ts";

export type Verdict = "holds" | "does not" | "cannot tell";

/** One thing that a hypothesis says of one arm in one regime, and what was found. */
export interface Claim {
  readonly regime: string;
  readonly base: string;
  readonly addition: string;
  readonly expectation: Expectation;
  /** Null until both arms are trained with every reported seed: nobody judges half of them. */
  readonly found: { readonly without: Cell; readonly with: Cell; readonly verdict: Verdict } | null;
}

/** By plan.md, "How it is judged". */
export function verdictOf(expectation: Expectation, without: Cell, withIt: Cell): Verdict {
  const { difference } = withIt;
  if (difference === null) return "cannot tell";
  if (expectation.kind === "not lower") {
    if (difference.halfWidth === null) return "cannot tell";
    if (difference.mean - difference.halfWidth >= -expectation.margin) return "holds";
    return difference.mean + difference.halfWidth < -expectation.margin ? "does not" : "cannot tell";
  }
  if (!isSignificant(difference)) return "cannot tell";
  return isAsSaid(expectation, without.interval?.mean ?? NaN, withIt.interval?.mean ?? NaN)
    ? "holds"
    : "does not";
}

function isAsSaid(
  expectation: Exclude<Expectation, { kind: "not lower" }>,
  without: number,
  withIt: number,
): boolean {
  switch (expectation.kind) {
    case "higher":
      return withIt > without;
    case "lower":
      return withIt < without;
    case "nearer":
      return Math.abs(withIt - expectation.to) < Math.abs(without - expectation.to);
    default:
      return expectation satisfies never;
  }
}

/** What the rows say of a hypothesis, regime by regime. */
export const claimsOf = (plan: StudyPlan, hypothesis: Hypothesis, rows: ReadonlyMap<string, Row>): Claim[] =>
  Object.keys(plan.regimes)
    .filter(regime => hypothesis.regimes.test(regime))
    .flatMap(regime =>
      hypothesis.families.flatMap(family => familyClaims(plan, hypothesis, regime, family, rows)),
    );

function familyClaims(
  plan: StudyPlan,
  { bases, expectations }: Hypothesis,
  regime: string,
  familyName: string,
  rows: ReadonlyMap<string, Row>,
): Claim[] {
  const family = plan.regimes[regime]?.families[familyName];
  if (family === undefined) return [];
  const { arms } = familyReport(plan, regime, familyName, rows);
  const armOf = (base: string, addition: string) =>
    arms.find(({ point }) => point["base"] === base && point["addition"] === addition);
  const isWhole = (base: string, addition: string) => {
    const { done, all } = progressOf(plan, { regime, base, addition }, rows);
    return done === all;
  };
  const added = family.additions.filter(addition => addition !== NONE);
  return (bases ?? family.bases).flatMap(base =>
    added.flatMap(addition =>
      expectations.flatMap((expectation): Claim[] => {
        const place = { regime, base, addition, expectation };
        if (!isWhole(base, NONE) || !isWhole(base, addition)) return [{ ...place, found: null }];
        const without = armOf(base, NONE)?.cells[expectation.tag];
        const withIt = armOf(base, addition)?.cells[expectation.tag];
        // Data without modes have no measures of them.
        if (without === undefined || withIt === undefined) return [];
        return [
          { ...place, found: { without, with: withIt, verdict: verdictOf(expectation, without, withIt) } },
        ];
      }),
    ),
  );
}

const expected = (expectation: Expectation): string => {
  const title = titleOf(expectation.tag);
  switch (expectation.kind) {
    case "higher":
    case "lower":
      return `${title} ${expectation.kind}`;
    case "nearer":
      return `${title} nearer to ${expectation.to}`;
    case "not lower":
      return `${title} not lower by ${expectation.margin}`;
    default:
      return expectation satisfies never;
  }
};

const pText = (p: number | null): string =>
  p === null ? "" : p >= 0.995 ? "1" : p < 0.1 ? p.toPrecision(2) : p.toFixed(2);

/** Every hypothesis with its verdicts, in Markdown; what is not trained is counted, and has no figures. */
export function claimsMarkdown(plan: StudyPlan, rows: ReadonlyMap<string, Row>): string {
  return hypotheses
    .flatMap(hypothesis => {
      const claims = claimsOf(plan, hypothesis, rows);
      if (claims.length === 0) return [];
      return [`**${hypothesis.number}. ${hypothesis.says}** ${countText(claims)}`, claimTable(claims)];
    })
    .filter(text => text !== "")
    .join("\n\n");
}

function countText(claims: readonly Claim[]): string {
  const judged = claims.flatMap(({ found }) => found ?? []);
  const count = (wanted: Verdict) => judged.filter(({ verdict }) => verdict === wanted).length;
  const missing = [...new Set(claims.filter(({ found }) => found === null).map(({ regime }) => regime))].join(
    ", ",
  );
  const left =
    judged.length === claims.length
      ? ""
      : ` Not trained: ${claims.length - judged.length} of ${claims.length} (${missing}).`;
  if (judged.length === 0) return `Not judged.${left}`;
  return `Of ${judged.length} judged ${count("holds")} hold, ${count("does not")} do not, of ${count("cannot tell")} we cannot tell.${left}`;
}

function claimTable(claims: readonly Claim[]): string {
  const lines = claims.flatMap(({ regime, base, addition, expectation, found }) => {
    if (found === null) return [];
    const { without, with: withIt, verdict } = found;
    const difference =
      withIt.difference === null
        ? [undefinedText(withIt), undefinedText(without)].filter(text => text !== "").join("; ")
        : differenceText(withIt.difference);
    const p = expectation.kind === "not lower" ? "" : pText(withIt.difference?.corrected ?? null);
    return [
      `| ${[regime, base, addition, expected(expectation), cellText(without), cellText(withIt), difference, p, verdict].join(" | ")} |`,
    ];
  });
  if (lines.length === 0) return "";
  return [
    "| regime | base | addition | said | without | with | difference | p | |",
    "|---|---|---|---|---|---|---|---|---|",
    ...lines,
  ].join("\n");
}
