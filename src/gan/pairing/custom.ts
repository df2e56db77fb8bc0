import { tf } from "../../compiler/tensorflow.ts";
import type { Scalar } from "../../compiler/tensorflow.ts";
import { nearest } from "../../experiment/nearest-name.ts";
import type { OwnModule } from "../own-module.ts";
import { found, isTensor } from "../own-values.ts";
import { neighbourDraws, neighbours } from "./neighbours.ts";
import type { Pairing, PairingContext, PairingOutcome } from "./pairing.ts";

/** What costs something and so is there only where the module asks for it: `export const uses = ["embed"]`. */
const requests = ["neighbourSamples", "embed", "embedLatents"] as const;

const isRequest = (name: string): name is Request => (requests as readonly string[]).includes(name);

type Request = (typeof requests)[number];

/**
 * A regularizer of the researcher's own, docs/custom.md: a function of the step's tensors to a scalar, or to a scalar loss
 * and an accuracy.
 * Shapes: latents, neighbours [batch, latent size], samples, neighbourSamples [batch, ...sample].
 */
export function custom(_: unknown, module: OwnModule | undefined): Pairing {
  if (module === undefined) throw new TypeError("the module of a custom pairing is loaded");
  const uses = usesOf(module);
  return {
    embeddings: [
      ...(uses.has("embed") ? (["samples"] as const) : []),
      ...(uses.has("embedLatents") ? (["latents"] as const) : []),
    ],
    knobs: ["noise", "temperature"],
    draws: neighbourDraws,
    others: neighbours,
    rendersOthers: uses.has("neighbourSamples"),
    value: context => outcomeOf(module, module.call("default", argumentOf(module, uses, context))),
  };
}

function usesOf(module: OwnModule): ReadonlySet<Request> {
  const asked = module.exported("uses") ?? [];
  if (!Array.isArray(asked)) return module.refuse(`\`uses\` must be a list of ${requests.join(", ")}`);
  const names = asked.map(String);
  const unknown = names.find(name => !isRequest(name));
  if (unknown !== undefined)
    module.refuse(
      `\`uses\` has ${JSON.stringify(unknown)}; expected ${requests.join(", ")}${nearest(unknown, requests)}`,
    );
  return new Set(names.filter(isRequest));
}

function argumentOf(module: OwnModule, uses: ReadonlySet<Request>, context: PairingContext): object {
  const { latents, samples, otherLatents, generate, features, knob } = context;
  const argument = {
    tf,
    latents,
    neighbours: otherLatents,
    samples,
    generate,
    features,
    noise: knob("noise"),
    temperature: knob("temperature"),
    options: module.options,
  };
  const requested: Record<Request, () => unknown> = {
    neighbourSamples: context.otherSamples,
    embed: () => context.embedSamples,
    embedLatents: () => context.embedLatents,
  };
  for (const name of requests)
    Object.defineProperty(argument, name, {
      get: () => {
        if (uses.has(name)) return requested[name]();
        throw new Error(
          `${name} is there only where the module asks for it: export const uses = ["${name}"]`,
        );
      },
    });
  return argument;
}

const isScalar = (value: unknown): value is Scalar => isTensor(value) && value.rank === 0;

function outcomeOf(module: OwnModule, result: unknown): PairingOutcome {
  if (isScalar(result)) return { loss: result };
  const parts = typeof result === "object" && result !== null && !isTensor(result) ? result : {};
  const { loss = result, accuracy } = parts as { loss?: unknown; accuracy?: unknown };
  if (!isScalar(loss))
    return module.refuse(
      `the function gives ${found(loss)}; expected a scalar, a mean over the batch (tf.mean)`,
    );
  if (accuracy === undefined) return { loss };
  if (!isScalar(accuracy))
    return module.refuse(`the function gives as accuracy ${found(accuracy)}; expected a scalar`);
  return { loss, accuracy };
}
