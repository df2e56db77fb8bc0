import type { Tensor } from "../compiler/tensorflow.ts";
import type { Experiment } from "../experiment/schema.ts";
import { discriminatorOf } from "../gan/networks/index.ts";
import { mlp } from "../gan/networks/mlp.ts";
import type { Pairing } from "../gan/pairing/pairing.ts";
import type { OwnModules } from "./modules/load-modules.ts";
import { elements, isImage, layoutOf, unpack } from "./parameter-layout.ts";
import type { Layout } from "./parameter-layout.ts";

/** The embedding networks e of samples and h of latents, which a pairing kind trains beside the generator. */
export interface Embedding {
  readonly layout: Layout;
  /** e and h as functions of the group's flat weights. */
  open(weights: Tensor): Readonly<Record<"samples" | "latents", (x: Tensor) => Tensor>>;
}

/** MLPs with ReLU; for images e has the discriminator's architecture, with weights of its own. Null where a kind has none. */
export function embeddingOf(
  experiment: Experiment,
  sampleShape: readonly number[],
  { embeddings }: Pairing,
  { discriminator }: OwnModules,
): Embedding | null {
  const { latent, pairing } = experiment;
  if (!("embedding" in pairing) || embeddings.length === 0) return null;
  const { hidden, size } = pairing.embedding;
  const networks = {
    samples: isImage(sampleShape)
      ? discriminatorOf(experiment, sampleShape, size, discriminator)
      : mlp({ widths: [elements(sampleShape), ...hidden, size], activation: "relu" }),
    latents: mlp({ widths: [latent.size, ...hidden, size], activation: "relu" }),
  };
  const layout = layoutOf(
    embeddings.flatMap(which => networks[which].parameters.map(p => ({ ...p, name: `${which}.${p.name}` }))),
  );
  return {
    layout,
    open(flat) {
      const weights = unpack(layout, flat);
      const apply = (which: keyof typeof networks, x: Tensor): Tensor => {
        const own = weights.filter((_, i) => layout.parameters[i]?.name.startsWith(`${which}.`));
        return networks[which].apply(own, x);
      };
      return { samples: x => apply("samples", x), latents: z => apply("latents", z) };
    },
  };
}
