import { weightAtCheckpoint } from "../../launching/begin-trial.ts";
import type { ObservedRun } from "../../runs/list.ts";
import { MOST_SEEDS, proposedBudget, proposedWeights, readWeights } from "../../trials/proposal.ts";
import { ask } from "../door/questions.ts";
import { say, words, type Text } from "../door/words.ts";
import { grouped, knobText } from "../number-text.ts";

export interface WantedTrial {
  readonly weights: readonly number[];
  readonly budget: number;
  readonly seeds: readonly number[];
}

const wholeNumber = (text: string, most: number): string | null =>
  /^\d{1,9}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= most
    ? null
    : `a whole number from 1 to ${grouped(most)}`;

/** How many seeds; undefined when the user thought better of it. */
export async function askSeeds(
  title: Text,
  prompt: string,
  room: number,
  proposal: number,
): Promise<number | undefined> {
  const typed = await ask({
    title,
    prompt,
    value: String(Math.min(proposal, room)),
    check: text => wholeNumber(text, room),
  });
  return typed === undefined ? undefined : Number(typed);
}

/** Asks for the weights, the budget and the seeds of a trial; undefined when the user thought better of it. */
export async function pickTrial(
  { folder, info }: ObservedRun,
  step: number,
): Promise<WantedTrial | undefined> {
  const { experiment, seed } = info;
  const current = weightAtCheckpoint(folder, step, info);
  const title = (place: number) =>
    say`Try weights of ${info.name} from step ${words(grouped(step))} (${place} of 3)`;
  const listed = await ask({
    title: title(1),
    prompt: `Which pairing weights? They are compared with ${knobText(current)}, which holds at this step.`,
    value: proposedWeights(current).join(", "),
    check: text => {
      const read = readWeights(text, experiment, current);
      return "problem" in read ? read.problem : null;
    },
  });
  const read = listed === undefined ? undefined : readWeights(listed, experiment, current);
  if (read === undefined || "problem" in read) return undefined;
  const { weights } = read;
  const budget = await ask({
    title: title(2),
    prompt: "How many steps shall each branch train?",
    value: String(proposedBudget(experiment)),
    check: text => wholeNumber(text, 100_000_000),
  });
  if (budget === undefined) return undefined;
  const seeds = await askSeeds(
    title(3),
    `How many seeds of each of the ${weights.length} weights? One shows what happens; three or more tell it from chance. More can follow.`,
    MOST_SEEDS,
    1,
  );
  if (seeds === undefined) return undefined;
  return { weights, budget: Number(budget), seeds: Array.from({ length: seeds }, (_, i) => seed + i) };
}
