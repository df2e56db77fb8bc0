import { pairingKinds } from "./catalog-objectives.ts";
import type { Finding } from "./issue-message.ts";
import { checkKnob, withKnobs } from "./knobs.ts";
import type { KnobValues } from "./knobs.ts";
import type { Experiment } from "./schema.ts";

/** A number of the pairing kind that leaves nothing of it: at this value its gradient is 0 for every generator. */
const idle = (key: string, why: string): Finding => ({
  path: ["pairing", key],
  message: `found 0; expected more than 0 while pairing.weight is above 0: ${why}`,
  at: "value",
});

const { low: lowSpec } = pairingKinds["jacobian-clamping"].numbers;

/** Bounds that leave no ratio between them; the upper one is to blame where the lower is as it is by default. */
const crossed = (low: number, high: number): Finding => {
  const [key, message] =
    low === lowSpec.default
      ? ["high", `found ${high}; expected at least pairing.low, which is ${low}`]
      : ["low", `found ${low}; expected at most pairing.high, which is ${high}`];
  return { path: ["pairing", key], message: `${message}: no ratio lies between them`, at: "value" };
};

type Pairing = Experiment["pairing"];

/** What of a kind's own numbers makes no sense together; of most kinds nothing does not. */
const conflicts: {
  readonly [Kind in Pairing["kind"]]?: (
    pairing: Extract<Pairing, { readonly kind: Kind }>,
    experiment: Experiment,
  ) => Finding[];
} = {
  ndiv: ({ alpha }) =>
    alpha === 0 ? [idle("alpha", "no distance of samples falls behind a share of 0")] : [],
  dsgan: ({ limit }) => (limit === 0 ? [idle("limit", "no ratio of distances is below a limit of 0")] : []),
  zcr: ({ noise }) => (noise === 0 ? [idle("noise", "a latent would be its own neighbour")] : []),
  divco: (_, { discriminator }) =>
    discriminator.kind === "mlp" && discriminator.hidden.length === 0
      ? [
          {
            path: ["discriminator", "hidden"],
            message:
              'found no layers; expected at least one while pairing.weight is above 0: pairing kind "divco" compares samples in the last hidden layer',
            at: "value",
          },
        ]
      : [],
  "jacobian-clamping": ({ low, high }) => (low > high ? [crossed(low, high)] : []),
};

/** What of a pairing kind makes no sense at these values of its knobs, which may move while a run trains. */
export function findPairingConflicts(experiment: Experiment): Finding[] {
  const { pairing } = experiment;
  const find: ((pairing: never, experiment: Experiment) => Finding[]) | undefined = conflicts[pairing.kind];
  if (pairing.weight === 0 || find === undefined) return [];
  return find(pairing as never, experiment); // found by the pairing's own kind
}

/** Why a knob may not be turned to this value while the others stand at `values`; null where it may. */
export function checkTurn(
  experiment: Experiment,
  values: KnobValues,
  key: string,
  value: unknown,
): string | null {
  const problem = checkKnob(experiment, key, value);
  if (problem !== null) return problem;
  const conflicts = (of: KnobValues) =>
    findPairingConflicts(withKnobs(experiment, of)).map(
      ({ path, message }) => `${path.join(".")}: ${message}`,
    );
  const already = conflicts(values);
  return conflicts({ ...values, [key]: Number(value) }).find(text => !already.includes(text)) ?? null;
}
