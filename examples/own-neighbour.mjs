// The pairing kind "neighbour" as a module: a sample must recognise the sample of its own latent's neighbour (InfoNCE).
// It trains to the same bytes as { "kind": "neighbour" }.
export const uses = ["neighbourSamples", "embed"];

export default function ownNeighbour({ tf, samples, neighbourSamples, embed, temperature }) {
  const unit = x => tf.mul(x, tf.rsqrt(tf.add(tf.sum(tf.square(x), 1, true), 1e-12)));
  const [u, v] = tf.split(unit(embed(tf.concat([samples, neighbourSamples]))), 2);
  const scaled = tf.div(u, temperature);
  const own = tf.sum(tf.mul(scaled, v), 1, true);
  const others = tf.add(tf.matMul(scaled, v, false, true), tf.mul(tf.eye(u.shape[0]), -1e9));
  const loss = tf.mean(tf.softplus(tf.sub(tf.logSumExp(others, 1, true), own)));
  const leads = tf.greater(own, tf.add(tf.max(others, 1, true), 1e-5));
  return { loss, accuracy: tf.mean(tf.cast(leads, "float32")) };
}
