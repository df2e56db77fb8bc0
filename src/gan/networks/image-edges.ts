import { tf } from "../../compiler/tensorflow.ts";
import type { Tensor } from "../../compiler/tensorflow.ts";

// Samples are [batch, height, width, channels] where a network begins or ends; inside, activations are
// [channels, height, width, batch], as convolutions want them (compiler/convolution.ts).

/** [batch, height, width, channels] to [channels, height, width, batch]. */
export const toMaps = (samples: Tensor): Tensor => tf.transpose(samples, [3, 1, 2, 0]);

/** [channels, height, width, batch] to [batch, height, width, channels]. */
export const toSamples = (maps: Tensor): Tensor => tf.transpose(maps, [3, 1, 2, 0]);
