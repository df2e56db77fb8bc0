import type { ObservedRun } from "../../runs/list.ts";

/** What is known of the runs that a command may be about. */
export interface Surroundings {
  /** Those that it was called with: a row, or several selected ones. */
  readonly given: readonly ObservedRun[];
  /** That of the dashboard in front. */
  readonly inFront: ObservedRun | undefined;
  readonly all: readonly ObservedRun[];
  /** What the command can be done with. */
  readonly accepts: (run: ObservedRun) => boolean;
}

export type RunChoice =
  | { readonly kind: "chosen"; readonly runs: readonly ObservedRun[] }
  | { readonly kind: "ask"; readonly among: readonly ObservedRun[] }
  | { readonly kind: "none" };

/**
 * Which runs a command is about. One that it was called with is meant whatever its state is: the command says why it
 * cannot be done. Of several, those that it can be done with. Where a dashboard is in front whose run it cannot be done
 * with, no other run is taken without a question: the user may have meant that one.
 */
export function runChoice({ given, inFront, all, accepts }: Surroundings): RunChoice {
  if (given.length === 1) return { kind: "chosen", runs: given };
  if (given.length > 1) return chosenOrNone(given.filter(accepts));
  if (inFront !== undefined && accepts(inFront)) return { kind: "chosen", runs: [inFront] };
  const among = all.filter(accepts);
  if (among.length > 1 || (among.length === 1 && inFront !== undefined)) return { kind: "ask", among };
  return chosenOrNone(among);
}

const chosenOrNone = (runs: readonly ObservedRun[]): RunChoice =>
  runs.length === 0 ? { kind: "none" } : { kind: "chosen", runs };
