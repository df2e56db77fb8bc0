import { weightAtCheckpoint } from "../../launching/begin-trial.ts";
import type { ObservedRun } from "../../runs/list.ts";
import { MOST_SEEDS, proposedBudget, proposedWeights, readWeights } from "../../trials/proposal.ts";
import { askWhole } from "../ask-number.ts";
import { trainingNumbers } from "../../experiment/catalog.ts";
import { ask } from "../door/questions.ts";
import { say, words, type Text } from "../door/words.ts";
import { grouped, knobText } from "../number-text.ts";

export interface WantedTrial {
  readonly weights: readonly number[];
  readonly budget: number;
  readonly seeds: readonly number[];
}

/** How many seeds; undefined when the user thought better of it. */
export const askSeeds = (
  title: Text,
  prompt: string,
  room: number,
  proposal: number,
): Promise<number | undefined> =>
  askWhole({ title, prompt, value: String(Math.min(proposal, room)), from: 1, to: room });

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
  const budget = await askWhole({
    title: title(2),
    prompt: "How many steps shall each branch train?",
    value: String(proposedBudget(experiment)),
    from: 1,
    to: trainingNumbers.steps.maximum,
  });
  if (budget === undefined) return undefined;
  const seeds = await askSeeds(
    title(3),
    `How many seeds of each of the ${weights.length} weights? One shows what happens; three or more tell it from chance. More can follow.`,
    MOST_SEEDS,
    1,
  );
  if (seeds === undefined) return undefined;
  return { weights, budget, seeds: Array.from({ length: seeds }, (_, i) => seed + i) };
}
