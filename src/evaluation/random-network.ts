// Features of a network that was never trained, which tell apart pictures of any kind alike.
// Source: Naeem, Oh, Uh, Choi, Yoo 2020, "Reliable Fidelity and Diversity Metrics for Generative Models", arXiv 2002.09797,
// section 3.3: a randomly initialised VGG16 with 64 outputs ("R64") for pictures far from ImageNet. Ours is smaller,
// so that an evaluation costs a share of a training step's time: three convolutions of 3 x 3 (16, 32, 64 maps, padding 1),
// each with a rectifier and the maximum of 2 x 2, and one dense layer of 64 outputs. Filters are normal with variance
// 2 / inputs (He et al. 2015, arXiv 1502.01852, equation 10), the dense weights with 1 / inputs; biases are 0.

import { fillNormal } from "../data/random.ts";
import { openModel } from "../execution/model.ts";
import type { FeatureSpace } from "./feature-space.ts";
import { networkSpace } from "./feature-space.ts";
import type { Layer } from "./picture-network.ts";
import { pictureNetwork } from "./picture-network.ts";
import type { PictureShape } from "./picture-shape.ts";

const MAPS = [16, 32, 64] as const;
const FILTER = 3;
const FEATURES = 64;
/** Pictures of one call. */
const AT_ONCE = 64;

/** Normal weights of a layer: values of (seed 0, featureNetwork, number of the layer). */
function weights(layer: number, count: number, variance: number): Float32Array {
  const values = new Float32Array(count);
  fillNormal(values, { seed: 0, stream: "featureNetwork", step: layer });
  return values.map(value => value * Math.sqrt(variance));
}

/** The network's ONNX bytes for pictures of a shape: the same for everyone. */
export function randomNetwork(shape: PictureShape): Uint8Array {
  const layers: Layer[] = [];
  let [height, width, from] = shape;
  for (const [i, maps] of MAPS.entries()) {
    const inputs = from * FILTER * FILTER;
    layers.push(
      {
        kind: "convolution",
        filters: weights(i, maps * inputs, 2 / inputs),
        shape: [maps, from, FILTER],
        bias: new Float32Array(maps),
        stride: 1,
        padding: 1,
      },
      { kind: "maximum" },
    );
    [height, width, from] = [Math.floor(height / 2), Math.floor(width / 2), maps];
  }
  const inputs = height * width * from;
  layers.push({
    kind: "dense",
    weights: weights(MAPS.length, inputs * FEATURES, 1 / inputs),
    shape: [inputs, FEATURES],
    bias: new Float32Array(FEATURES),
    rectified: false,
  });
  return pictureNetwork(shape, layers, { name: "features", size: FEATURES });
}

/** The space of the random network's features. */
export async function randomSpace(shape: PictureShape): Promise<FeatureSpace> {
  return networkSpace({
    model: await openModel(randomNetwork(shape)),
    input: "pictures",
    output: "features",
    size: FEATURES,
    atOnce: AT_ONCE,
    pad: false,
    pictureSize: shape[0] * shape[1] * shape[2],
    arrange: (samples, out) => {
      out.set(samples);
    },
  });
}
