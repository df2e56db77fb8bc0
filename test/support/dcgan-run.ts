import { exportModel } from "../../src/compiler/compile-function.ts";
import { fillNormal } from "../../src/data/random.ts";
import { dcganGenerator } from "../../src/gan/networks/dcgan-generator.ts";
import { openRunForWriting } from "../../src/runs/run-writer.ts";
import { checkpointOf, newRun } from "./run-folder.ts";

export interface DcganRun {
  readonly side: number;
  readonly imageChannels: number;
  /** Feature maps at half the images' size. */
  readonly channels: number;
  readonly step: number;
}

const LATENT = 64;

/** A run with one checkpoint whose generator is an untrained DCGAN; it normalises by moments of its own, as exported ones do. */
export async function dcganRun(
  runsFolder: string,
  { side, imageChannels, channels, step }: DcganRun,
): Promise<string> {
  const folder = await newRun(runsFolder, [{ key: "latent.size", value: LATENT }]);
  const network = dcganGenerator({ latentSize: LATENT, sampleShape: [side, side, imageChannels], channels });
  const sizeOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);
  const weights = network.parameters.map(({ name, shape, initializer }, i) => {
    const data = new Float32Array(sizeOf(shape));
    if (initializer.kind === "constant") data.fill(initializer.value);
    else fillNormal(data, { seed: 0, stream: "initialization", step: i });
    return [
      name,
      { shape, data: initializer.kind === "constant" ? data : data.map(value => value * 0.02) },
    ] as const;
  });
  const moments = network.normalised.flatMap(({ name, shape }) => [
    [`${name}.mean`, { shape, data: new Float32Array(sizeOf(shape)) }] as const,
    [`${name}.variance`, { shape, data: new Float32Array(sizeOf(shape)).fill(1) }] as const,
  ]);
  const generator = exportModel({
    weights: new Map([...weights, ...moments]),
    inputs: { latent: [LATENT] },
    run: tensors => {
      const given = (name: string) => {
        const tensor = tensors[name];
        if (tensor === undefined) throw new RangeError(`${name} is given`);
        return tensor;
      };
      const { samples } = network.generate(
        network.parameters.map(({ name }) => given(name)),
        given("latent"),
        network.normalised.map(({ name }) => ({
          mean: given(`${name}.mean`),
          variance: given(`${name}.variance`),
        })),
      );
      return { sample: samples };
    },
  });
  const writer = await openRunForWriting(folder);
  writer.checkpoint(step, { ...checkpointOf(step), generator });
  writer.close();
  return folder;
}
