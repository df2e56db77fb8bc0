import { FEWEST_SEEDS } from "../statistics/fewest-seeds.ts";
import { measures } from "../experiment/catalog.ts";
import { listed } from "../plain/listed.ts";
import { titleOf } from "../sweeps/report/report.ts";
import { intervalText } from "../sweeps/report/words.ts";
import {
  aspectNames,
  aspects,
  type Aspect,
  type Certainty,
  type WeightComparison,
  type WeightDifference,
} from "./compare-weights.ts";

/** What may be said of a trial. */
export interface Verdict {
  /** What the data allow at all, in one sentence. */
  readonly ground: string;
  readonly findings: readonly Finding[];
  /** What to keep in mind; each one sentence or two. */
  readonly notes: readonly string[];
}

/** What a trial says of coverage, precision or collapse. */
export interface Finding {
  readonly aspect: Aspect;
  readonly text: string;
  /** The weight that the sentence puts first; null where none is better than the baseline. */
  readonly weight: number | null;
  readonly certainty: Certainty;
}

/** Where a trial stands, beside its numbers. */
export interface TrialProgress {
  /** The checkpoint's step, and the one at which the branches are compared. */
  readonly from: number;
  readonly until: number;
  /** Branches in all, and those whose training became not finite. */
  readonly planned: number;
  readonly done: number;
  readonly notFinite: readonly { readonly weight: number; readonly seed: number }[];
}

const steps = (value: number): string => value.toLocaleString("en-US");
const weightText = (value: number): string => String(Number(value.toPrecision(6)));
const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
const branchesText = (count: number): string => `${count} branch${count === 1 ? "" : "es"}`;

/** "+0.12 ± 0.04", with the sign always; no interval where there is none. */
export function signedText(
  difference: Pick<WeightDifference, "mean" | "halfWidth" | "count" | "standardDeviation">,
): string {
  const text = intervalText(difference);
  return difference.mean > 0 ? `+${text}` : text;
}

interface Candidate {
  readonly weight: number;
  readonly difference: WeightDifference;
}

function candidatesOf(comparison: WeightComparison, aspect: Aspect): Candidate[] {
  const tag = aspects[aspect];
  const candidates = comparison.weights.flatMap(({ weight, cells }) => {
    const cell = cells[tag];
    const difference = cell?.difference ?? null;
    return difference === null ? [] : [{ weight, difference }];
  });
  const gain = ({ difference: { better, mean } }: Candidate) =>
    better === true ? Math.abs(mean) : -Math.abs(mean);
  return candidates.sort((a, b) => gain(b) - gain(a));
}

const at = ({ weight, difference }: Candidate): string => `${weightText(weight)} (${signedText(difference)})`;

/** What can be said of one aspect; null where nothing of it was measured. */
function findingOf(comparison: WeightComparison, aspect: Aspect): Finding | null {
  const candidates = candidatesOf(comparison, aspect);
  const [first] = candidates;
  if (first === undefined) return null;
  const { title, better: direction } = measures[aspects[aspect]];
  const improves = direction === "lower" ? "lowers" : "raises";
  const worsens = direction === "lower" ? "raises" : "lowers";
  const than = weightText(comparison.baseline);
  const having = (certainty: Certainty, better: boolean) =>
    candidates.filter(({ difference: found }) => found.certainty === certainty && found.better === better);
  if (comparison.pairs < FEWEST_SEEDS) {
    const here = comparison.pairs === 1 ? "In this one branch" : "Over these two seeds";
    const text =
      first.difference.better === true
        ? `${here} ${title.toLowerCase()} is best at ${weightText(first.weight)}: ${signedText(first.difference)} against ${than}.`
        : `${here} no weight has better ${title.toLowerCase()} than ${than}.`;
    return {
      aspect,
      text,
      weight: first.difference.better === true ? first.weight : null,
      certainty: "few seeds",
    };
  }
  const [helps, harms] = [having("shown", true), having("shown", false)];
  const harm = harms.length === 0 ? "" : ` ${capital(listed(harms.map(at), "and"))} ${worsens} it.`;
  const [best] = helps;
  if (best !== undefined) {
    const also =
      helps.length === 1
        ? ""
        : ` So ${helps.length === 2 ? "does" : "do"} ${listed(helps.slice(1).map(at), "and")}.`;
    const text = `${at(best)} ${improves} ${title.toLowerCase()} against ${than}.${also}${harm}`;
    return { aspect, text, weight: best.weight, certainty: "shown" };
  }
  const [hint] = having("hinted", true);
  if (hint !== undefined) {
    const doubt =
      comparison.judged === 1
        ? "but relabelling the runs shows no more than chance"
        : `and among ${comparison.judged} comparisons one does so easily by chance`;
    const text = `${at(hint)} may have better ${title.toLowerCase()} than ${than}: its own interval leaves out 0, ${doubt}.${harm}`;
    return { aspect, text, weight: hint.weight, certainty: "hinted" };
  }
  const largest = first.difference.better === true ? ` The largest gain is ${at(first)}.` : "";
  return {
    aspect,
    text: `No weight's ${title.toLowerCase()} is better than that of ${than} by more than chance explains.${largest}${harm}`,
    weight: null,
    certainty: "open",
  };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function groundOf(comparison: WeightComparison, { planned, done, until }: TrialProgress): string {
  const { pairs, fewestPairs, judged, baseline } = comparison;
  if (pairs === 0) {
    const base = weightText(baseline);
    return done === 0
      ? `No branch has reached step ${steps(until)} yet: there is nothing to compare.`
      : `${capital(branchesText(done))} of ${planned} ${done === 1 ? "has" : "have"} reached step ${steps(until)}; a difference needs ${base}, the weight of the parent, and another weight.`;
  }
  const wide = pairs >= FEWEST_SEEDS && pairs < 5 ? " Intervals of so few seeds are wide." : "";
  if (pairs < fewestPairs)
    return `${pairs === 1 ? "One seed" : `${pairs} seeds`}: none of these differences can be told from chance, however large they are. Of so many weights that takes ${fewestPairs} seeds.${wide}`;
  const together = judged === 1 ? "judged (5 %)" : "judged together (5 % over all of them)";
  return `${plural(pairs, "seed")}, ${plural(judged, "difference")} ${together}.${wide}`;
}

/** A generator that shrinks its modes is precise: precision alone must not choose a weight. */
function precisionNote(comparison: WeightComparison): string[] {
  const shrinking = comparison.weights.filter(({ cells }) => {
    const [precision, coverage] = [cells[aspects.precision]?.difference, cells[aspects.coverage]?.difference];
    return precision?.better === true && coverage?.better === false;
  });
  return shrinking.length === 0
    ? []
    : [
        `At ${listed(
          shrinking.map(({ weight }) => weightText(weight)),
          "and",
        )} precision is higher and coverage lower: modes that shrink do that too. Look at the samples and at mode spread.`,
      ];
}

/**
 * What a trial's numbers allow to say, aspect by aspect, never more certain than the data: with one seed only what was
 * seen, with several what chance does not explain.
 */
export function verdictOf(comparison: WeightComparison, progress: TrialProgress): Verdict {
  const { from, until, planned, done, notFinite } = progress;
  const open = planned - done - notFinite.length;
  const findings = aspectNames.flatMap(aspect => findingOf(comparison, aspect) ?? []);
  const lost = notFinite.map(({ weight, seed }) => `${weightText(weight)} (seed ${seed})`);
  return {
    ground: groundOf(comparison, progress),
    findings,
    notes: [
      ...(lost.length === 0 ? [] : [`Training became not finite at ${listed(lost, "and")}.`]),
      ...(open > 0 && comparison.pairs > 0
        ? [
            `${capital(branchesText(open))} of ${planned} ${open === 1 ? "is" : "are"} not at step ${steps(until)}: nothing is said of ${open === 1 ? "it" : "them"}.`,
          ]
        : []),
      ...comparison.undefined.map(
        ({ weight, tag, seeds, of }) =>
          `${titleOf(tag)} is undefined at ${weightText(weight)} in ${seeds} of ${plural(of, "seed")}: nothing is said of its differences ${weight === comparison.baseline ? "to it" : "there"}.`,
      ),
      ...precisionNote(comparison),
      ...(comparison.pairs > 1
        ? [
            `The seeds differ only after step ${steps(from)}: another training of this experiment may answer otherwise, and so may more steps than ${steps(until - from)}.`,
          ]
        : []),
    ],
  };
}
