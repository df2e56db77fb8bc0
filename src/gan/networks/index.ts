import type { Experiment } from "../../experiment/schema.ts";
import { dcganDiscriminator } from "./dcgan-discriminator.ts";
import { dcganGenerator } from "./dcgan-generator.ts";
import { mlp } from "./mlp.ts";
import type { Generator, Network } from "./network.ts";
import { resnetDiscriminator } from "./resnet-discriminator.ts";
import { resnetGenerator } from "./resnet-generator.ts";
import { flattening, vectorGenerator } from "./of-vectors.ts";

const valuesOf = (sampleShape: readonly number[]): number =>
  sampleShape.reduce((product, size) => product * size, 1);

/** The generator of an experiment, from latents to samples of a shape. */
export function generatorOf({ generator, latent }: Experiment, sampleShape: readonly number[]): Generator {
  switch (generator.kind) {
    case "mlp": {
      const { hidden, activation } = generator;
      const widths = [latent.size, ...hidden, valuesOf(sampleShape)];
      return vectorGenerator(mlp({ widths, activation }), sampleShape);
    }
    case "dcgan":
      return dcganGenerator({ latentSize: latent.size, sampleShape, channels: generator.channels });
    case "resnet":
      return resnetGenerator(latent.size, { sampleShape, ...generator });
    default:
      return generator satisfies never;
  }
}

/** A network of the discriminator's architecture with so many outputs: the discriminator itself has one. */
export function discriminatorOf(
  { discriminator }: Experiment,
  sampleShape: readonly number[],
  outputs: number,
): Network {
  switch (discriminator.kind) {
    case "mlp": {
      const { hidden, activation } = discriminator;
      return flattening(
        mlp({ widths: [valuesOf(sampleShape), ...hidden, outputs], activation }),
        sampleShape,
      );
    }
    case "dcgan":
      return dcganDiscriminator({ sampleShape, channels: discriminator.channels, outputs });
    case "resnet":
      return resnetDiscriminator({ sampleShape, ...discriminator }, outputs);
    default:
      return discriminator satisfies never;
  }
}
