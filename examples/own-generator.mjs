// A generator of points of a researcher's own: what its second hidden layer gives is added to what it takes.
export const parameters = ({ latentSize, sampleShape, options: { width = 64 } }) => ({
  "first.weight": [latentSize, width],
  "first.bias": [width],
  "second.weight": [width, width],
  "second.bias": [width],
  "last.weight": [width, sampleShape[0]],
  "last.bias": [sampleShape[0]],
});

export default function ownGenerator({ tf, parameters, latents }) {
  const layer = (name, x) => tf.add(tf.matMul(x, parameters[`${name}.weight`]), parameters[`${name}.bias`]);
  const first = tf.relu(layer("first", latents));
  return layer("last", tf.add(first, tf.relu(layer("second", first))));
}
