import { openModel } from "../execution/model.ts";
import { readFeatureNetwork } from "./feature-network.ts";
import type { FeatureSpace } from "./feature-space.ts";
import { networkSpace } from "./feature-space.ts";
import type { PictureShape } from "./picture-shape.ts";

/**
 * The space of a user's own network. Pictures go through it one by one (or as many as it insists on), so that a large
 * network gives others their turn too. Rejects with DataError for a file that is no such network, with ExecutionError where the runtime refuses it.
 */
export async function ownSpace(file: string, shape: PictureShape): Promise<FeatureSpace> {
  const network = readFeatureNetwork(file, shape);
  const [height, width, given] = shape;
  const { channels, layout, rows } = network;
  const area = height * width;
  return networkSpace({
    model: await openModel(network.onnx, {
      shapes: {
        [network.input]: layout === "channels first" ? [channels, height, width] : [height, width, channels],
      },
    }),
    input: network.input,
    output: network.output,
    size: network.size,
    atOnce: rows ?? 1,
    pad: rows !== null,
    pictureSize: area * channels,
    arrange(samples, out, count) {
      for (let i = 0; i < count * area; i++) {
        const [row, pixel] = [Math.floor(i / area), i % area];
        for (let c = 0; c < channels; c++) {
          const value = samples[i * given + (given === 1 ? 0 : c)] ?? 0;
          out[
            row * area * channels + (layout === "channels first" ? c * area + pixel : pixel * channels + c)
          ] = value;
        }
      }
    },
  });
}
