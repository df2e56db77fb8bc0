import type { Model } from "../execution/model.ts";
import type { Between } from "./between.ts";

/** Where distances between samples are measured. */
export interface FeatureSpace {
  /** Numbers of a sample's features. */
  readonly size: number;
  /** Samples [rows, ...sample] in the data's own units to features [rows, size]; others get their turn in between. */
  features(samples: Float32Array, rows: number, between: Between): Promise<Float32Array>;
  close(): Promise<void>;
}

/** The data's own space: its units, for pictures their pixels from -1 to 1. */
export function dataSpace(size: number): FeatureSpace {
  return { size, features: samples => Promise.resolve(samples), close: () => Promise.resolve() };
}

interface NetworkSpace {
  readonly model: Model;
  /** The names of its input and output. */
  readonly input: string;
  readonly output: string;
  readonly size: number;
  /** Pictures of one call; `pad` fills up the last one where the network takes no fewer. */
  readonly atOnce: number;
  readonly pad: boolean;
  /** Numbers of a picture as the network takes it, and the way there from some samples' pictures. */
  readonly pictureSize: number;
  readonly arrange: (samples: Float32Array, out: Float32Array, count: number) => void;
}

/** The outputs of a network of pictures. */
export function networkSpace(network: NetworkSpace): FeatureSpace {
  const { model, input, output, size, atOnce, pad, pictureSize, arrange } = network;
  return {
    size,
    async features(samples, rows, between) {
      const features = new Float32Array(rows * size);
      const sample = samples.length / rows;
      for (let from = 0; from < rows; from += atOnce) {
        if (from > 0) await between();
        const count = Math.min(atOnce, rows - from);
        const given = pad ? atOnce : count;
        const pictures = new Float32Array(given * pictureSize);
        arrange(samples.subarray(from * sample, (from + count) * sample), pictures, count);
        const outputs = (await model.run(given, { [input]: pictures }))[output];
        if (outputs?.length !== given * size)
          throw new RangeError("the network gives other features than it says");
        features.set(outputs.subarray(0, count * size), from * size);
      }
      return features;
    },
    close: () => model.close(),
  };
}
