import type { Experiment } from "../../experiment/schema.ts";
import type { OwnModule } from "../own-module.ts";
import { customDiscriminator, customGenerator } from "./custom.ts";
import { dcganDiscriminator } from "./dcgan-discriminator.ts";
import { dcganGenerator } from "./dcgan-generator.ts";
import { mlp } from "./mlp.ts";
import type { Generator, Network } from "./network.ts";
import { resnetDiscriminator } from "./resnet-discriminator.ts";
import { resnetGenerator } from "./resnet-generator.ts";
import { flattening, vectorGenerator } from "./of-vectors.ts";

const valuesOf = (sampleShape: readonly number[]): number =>
  sampleShape.reduce((product, size) => product * size, 1);

function loaded(module: OwnModule | undefined): OwnModule {
  if (module === undefined) throw new TypeError("the module of a custom network is loaded");
  return module;
}

/** The generator of an experiment, from latents to samples of a shape; a custom one is made of its module. */
export function generatorOf(
  { generator, latent }: Experiment,
  sampleShape: readonly number[],
  module?: OwnModule,
): Generator {
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
    case "custom":
      return customGenerator(loaded(module), latent.size, sampleShape);
    default:
      return generator satisfies never;
  }
}

/** A network of the discriminator's architecture with so many outputs, likewise: the discriminator itself has one. */
export function discriminatorOf(
  { discriminator }: Experiment,
  sampleShape: readonly number[],
  outputs: number,
  module?: OwnModule,
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
    case "custom":
      return customDiscriminator(loaded(module), sampleShape, outputs);
    default:
      return discriminator satisfies never;
  }
}
