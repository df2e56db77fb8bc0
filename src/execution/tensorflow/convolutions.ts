// Our convolutions (compiler/convolution.ts), which TensorFlow does not know, made of those that it does. Ours hold
// [channels, height, width, batch] and filters [out, in, height, width]; TensorFlow's on the CPU know only
// [batch, height, width, channels] and [height, width, in, out], and no padding by a number: zeros are laid around first.
import { convolutionKernels, filterShape, optionsOf, transposedShape } from "../../compiler/convolution.ts";
import type { ConvolutionOptions } from "../../compiler/convolution.ts";
import { tf } from "../../compiler/tensorflow.ts";
import type { Tensor } from "../../compiler/tensorflow.ts";

type Composition = (a: Tensor, b: Tensor, options: ConvolutionOptions) => Tensor;
type Attributes = Readonly<Record<string, number | string | number[]>>;

/** [c, h, w, b] to [b, h, w, c], and back: the order is its own inverse. */
const turned = (x: Tensor): Tensor => tf.transpose(x, [3, 1, 2, 0]);

/** Filters [out, in, h, w] to [h, w, in, out]. */
const turnedFilters = (filters: Tensor): Tensor => tf.transpose(filters, [2, 3, 1, 0]);

const both = (size: number): [number, number] => [size, size];

function padded(x: Tensor, padding: number): Tensor {
  const [none, around] = [both(0), both(padding)];
  return padding === 0 ? x : tf.pad(x, [none, around, around, none]);
}

function convolution(
  kernel: string,
  inputs: Record<string, Tensor>,
  { stride }: ConvolutionOptions,
  attributes: Attributes = {},
): Tensor {
  const common = { strides: [stride, stride], pad: "valid", dataFormat: "NHWC", dilations: [1, 1] };
  return tf.engine().runKernel(kernel, inputs, { ...common, ...attributes });
}

const convolve: Composition = (x, filters, options) =>
  turned(
    convolution("Conv2D", { x: padded(turned(x), options.padding), filter: turnedFilters(filters) }, options),
  );

const convolveTransposed: Composition = (y, filters, options) => {
  const { padding } = options;
  const [channels = 1, height = 1, width = 1, batch = 1] = transposedShape(y.shape, filters.shape, options);
  const inputShape = [batch, height + 2 * padding, width + 2 * padding, channels];
  const whole = convolution(
    "Conv2DBackpropInput",
    { dy: turned(y), filter: turnedFilters(filters) },
    options,
    { inputShape },
  );
  return turned(tf.slice(whole, [0, padding, padding, 0], [batch, height, width, channels]));
};

const filterGradient: Composition = (x, y, options) => {
  const [out = 1, channels = 1, height = 1, width = 1] = filterShape(x.shape, y.shape, options);
  const gradient = convolution(
    "Conv2DBackpropFilter",
    { x: padded(turned(x), options.padding), dy: turned(y) },
    options,
    { filterShape: [height, width, channels, out] },
  );
  return tf.transpose(gradient, [3, 2, 0, 1]);
};

const compositions = {
  convolve: ["x", "filters", convolve],
  convolveTransposed: ["y", "filters", convolveTransposed],
  filterGradient: ["x", "y", filterGradient],
} as const satisfies Record<keyof typeof convolutionKernels, readonly [string, string, Composition]>;

/** Gives a TensorFlow.js backend the kernels of our convolutions. */
export function registerConvolutions(backendName: string): void {
  for (const kind of ["convolve", "convolveTransposed", "filterGradient"] as const) {
    const [first, second, compose] = compositions[kind];
    tf.registerKernel({
      kernelName: convolutionKernels[kind],
      backendName,
      kernelFunc: ({ inputs, attrs }) => {
        const given = (name: string): Tensor => {
          const tensor: unknown = inputs[name];
          // A kernel that is run eagerly is given tensors, whatever its type says.
          if (tensor instanceof tf.Tensor) return tensor as Tensor;
          throw new TypeError(`${convolutionKernels[kind]} was not given ${name}`);
        };
        return tf.tidy(() => compose(given(first), given(second), optionsOf(attrs ?? {})));
      },
    });
  }
}
