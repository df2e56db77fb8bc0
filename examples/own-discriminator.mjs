// The discriminator beside it. What it calls its features is its last hidden layer, which some pairing kinds compare.
export const parameters = ({ sampleShape, outputs, options: { width = 64 } }) => ({
  "first.weight": [sampleShape[0], width],
  "first.bias": [width],
  "second.weight": [width, width],
  "second.bias": [width],
  "last.weight": { shape: [width, outputs], start: { normal: 0.02 } },
  "last.bias": { shape: [outputs], start: "zeros" },
});

export default function ownDiscriminator({ tf, parameters, samples }) {
  const layer = (name, x) => tf.add(tf.matMul(x, parameters[`${name}.weight`]), parameters[`${name}.bias`]);
  const first = tf.leakyRelu(layer("first", samples), 0.2);
  const features = tf.add(first, tf.leakyRelu(layer("second", first), 0.2));
  return { output: layer("last", features), features };
}
