import { tf } from "../../compiler/tensorflow.ts";
import type { Tensor } from "../../compiler/tensorflow.ts";
import { tensorAt } from "../networks/network.ts";
import type { Augmentation } from "./augmentation.ts";
import { wholeDraws } from "./whole-draws.ts";

/**
 * Sets a rectangle of each image to 0, the middle of the range: half of the height and of the width, rounded, its middle
 * uniform over the image's places (of an even size over the borders between and around them), so that it may reach beyond
 * the border.
 * Source: Zhao et al. 2020, arXiv 2006.10738, section 3.2, with the ranges of its authors' code.
 */
export const cutout: Augmentation = (maps, drawn) => {
  const [, height = 1, width = 1, batch = 1] = maps.shape;
  const rows = tf.reshape(within(height, tensorAt(drawn, 0)), [1, height, 1, batch]);
  const columns = tf.reshape(within(width, tensorAt(drawn, 1)), [1, 1, width, batch]);
  return tf.mul(maps, tf.sub(1, tf.mul(rows, columns)));
};

/** 1 for the places along an axis that are cut out, else 0: [size, batch]. */
function within(size: number, drawn: Tensor): Tensor {
  const cut = Math.floor(size / 2 + 0.5);
  const isEven = cut % 2 === 0;
  const middle = wholeDraws(drawn, isEven ? -0.5 : 0, isEven ? size + 1 : size);
  const places = tf.tensor([...Array(size).keys()], [size, 1]);
  return tf.cast(tf.less(tf.abs(tf.sub(places, middle)), cut / 2), "float32");
}
