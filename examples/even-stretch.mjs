// A regularizer of a researcher's own. A generator that is many-to-one stretches its latent space unevenly: nothing moves
// where latents share a sample, everything where it tears. With the stretch s_i = |G(z_i + u_i) - G(z_i)| / |u_i|, u_i the
// step to the neighbour, it is the variance of log s_i over the batch; how far samples lie apart on the whole is free.
export const uses = ["neighbourSamples"];

export default function evenStretch({ tf, latents, neighbours, samples, neighbourSamples, options }) {
  const lengths = x => tf.sqrt(tf.add(tf.sum(tf.square(tf.reshape(x, [x.shape[0], -1])), 1), 1e-12));
  const stretch = tf.div(lengths(tf.sub(neighbourSamples, samples)), lengths(tf.sub(neighbours, latents)));
  const logs = tf.log(tf.add(stretch, options.floor ?? 1e-3));
  return tf.mean(tf.square(tf.sub(logs, tf.mean(logs))));
}
