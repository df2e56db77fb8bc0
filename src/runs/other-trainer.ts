import type { Experiment } from "../experiment/schema.ts";
import { RunReadError } from "./errors.ts";

/** What another program's trainer may be asked while it trains; who can pause can go on. */
export const abilities = ["set", "pause", "stop", "checkpoint"] as const;
export type Ability = (typeof abilities)[number];

/** A program other than Pairing Lab that writes a run's folder and trains it. */
export interface OtherTrainer {
  /** For people: "PyTorch". */
  readonly name: string;
  /** Of what writes the folder, for people. */
  readonly version?: string;
  /** What it answers to. */
  readonly can: readonly Ability[];
}

/** What people do with a run, and Pairing Lab's own trainer is needed for. */
export type OwnDeed =
  "resume" | "repeat" | "extend" | "branch" | "replay" | "tryWeights" | "saveAsExperiment";
export type Deed = Ability | OwnDeed;

interface Trained {
  readonly trainer?: OtherTrainer;
}

const isAbility = (deed: Deed): deed is Ability => (abilities as readonly string[]).includes(deed);

/** Why something cannot be done with a run, because of who trains it; null where that is no hindrance. The one rule. */
export function whyNotBy({ trainer }: Trained, deed: Deed): string | null {
  if (trainer === undefined) return null;
  if (!isAbility(deed)) return `${trainer.name} trains this run, not Pairing Lab`;
  return trainer.can.includes(deed) ? null : `its trainer, ${trainer.name}, does not do that`;
}

/** Throws RunReadError where the run's trainer is another program, and only ours could do it. */
export function refuseOthers(info: Trained & { readonly id: string }, deed: OwnDeed): void {
  const reason = whyNotBy(info, deed);
  if (reason !== null) throw new RunReadError(`${info.id}: ${reason}.`);
}

/** The experiment of a run of our own; null of another trainer's, of which an outline is known and what it says itself. */
export const ownExperiment = ({
  trainer,
  experiment,
}: Trained & { readonly experiment: Experiment }): Experiment | null =>
  trainer === undefined ? experiment : null;
