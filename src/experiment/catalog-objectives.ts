import type { AvailableIn, NumberSpec, NumberSpecs } from "./number-spec.ts";
import { startingWeightWords } from "./starting-weight.ts";

/** An entry that people choose by name. */
interface Choice {
  readonly title: string;
  readonly description: string;
  /** Whether this version builds it. */
  readonly available: boolean;
}

interface Measured extends Choice {
  /** What its value, without a weight, is in: of a log-likelihood nats; "" for what its formula alone tells. */
  readonly unit: string;
}

interface Part extends Choice {
  /** The part's numbers; keys of other types stand in the schema. */
  readonly numbers: NumberSpecs;
}

interface NetworkPart extends Part {
  /** Whether it is made of convolutions, which are for images of a few sizes (image-stages.ts). */
  readonly convolutional: boolean;
}

const channels = {
  title: "Channels",
  description: "Feature maps of the widest resolution; each halving of the resolution doubles them.",
  default: 32,
  minimum: 1,
  maximum: 1024,
  integer: true,
} as const satisfies NumberSpec;

export const networks = {
  mlp: {
    title: "Multilayer perceptron",
    description: "Fully connected layers. Weights start Glorot uniform, biases at 0.",
    available: true,
    convolutional: false,
    numbers: {},
  },
  dcgan: {
    title: "DCGAN",
    description: "4x4 convolutions of stride 2 for images of 28, 32 or 64 pixels, after Radford 2015.",
    available: true,
    convolutional: true,
    numbers: { channels },
  },
  resnet: {
    title: "Residual network",
    description:
      "Residual blocks without normalisation for images of 28, 32 or 64 pixels, after R3GAN, Huang 2024.",
    available: true,
    convolutional: true,
    numbers: {
      // At the samples' own size, where a DCGAN has none: with 32 a step of 28 pixels takes some 40 times a DCGAN's.
      channels: { ...channels, default: 16 },
      blocks: {
        title: "Blocks",
        description: "Residual blocks of each resolution.",
        default: 1,
        minimum: 1,
        maximum: 16,
        integer: true,
      },
      groups: {
        title: "Groups",
        description: "Groups of maps that the 3x3 convolutions keep apart; must divide twice the channels.",
        default: 1,
        minimum: 1,
        maximum: 2048,
        integer: true,
      },
    },
  },
  custom: {
    title: "Custom",
    description: "A network of your own: a module with the shapes of its weights and a function of them.",
    available: true,
    convolutional: false,
    numbers: {},
  },
} as const satisfies Readonly<Record<string, NetworkPart>>;

/** What stands between the layers of a multilayer perceptron. */
export const activations = {
  relu: { title: "ReLU", description: "max(x, 0)", available: true },
  "leaky-relu": { title: "Leaky ReLU", description: "x for x > 0, else 0.2 x", available: true },
  elu: { title: "ELU", description: "x for x > 0, else exp(x) - 1", available: true },
  selu: { title: "SELU", description: "the self-normalising scaled ELU", available: true },
  tanh: { title: "Tanh", description: "tanh(x)", available: true },
  sigmoid: { title: "Sigmoid", description: "1 / (1 + exp(-x))", available: true },
  softplus: { title: "Softplus", description: "log(1 + exp(x))", available: true },
  swish: { title: "Swish", description: "x sigmoid(x), also called SiLU", available: true },
  gelu: {
    title: "GELU",
    description: "x times the standard normal distribution function at x",
    available: true,
  },
  sin: { title: "Sine", description: "sin(x)", available: true },
} as const satisfies Readonly<Record<string, Choice>>;

export type Activation = keyof typeof activations;

export const losses = {
  "non-saturating": {
    title: "Non-saturating",
    description: "The logistic loss of Goodfellow 2014; the generator maximises log D(G(z)).",
    available: true,
    unit: "nats",
  },
  wasserstein: {
    title: "Wasserstein",
    description: "The critic's mean difference, Arjovsky 2017; wants a gradient penalty.",
    available: true,
    unit: "scores",
  },
  hinge: {
    title: "Hinge",
    description: "Scores beyond a margin of 1 no longer count, Lim and Ye 2017; Miyato 2018.",
    available: true,
    unit: "scores",
  },
  "least-squares": {
    title: "Least squares",
    description: "Squared distances of scores to 1 and 0, LSGAN, Mao 2017.",
    available: true,
    unit: "squared scores",
  },
  relativistic: {
    title: "Relativistic",
    description:
      "Pairs of a real and a generated sample, Jolicoeur-Martineau 2018; with R1 and R2 that of R3GAN, Huang 2024.",
    available: true,
    unit: "nats",
  },
} as const satisfies Readonly<Record<string, Measured>>;

export type LossName = keyof typeof losses;
export type AvailableLoss = AvailableIn<typeof losses>;

const gamma = (title: string, at: string) =>
  ({
    title,
    description: `Weight of the penalty gamma / 2 * mean |grad_x D(x)|^2 at ${at} samples; 0 is none.`,
    default: 0,
    minimum: 0,
  }) as const satisfies NumberSpec;

const every = {
  title: "Every",
  description:
    "Lazy regularisation: the penalty is applied at every so many steps, in each of the step's updates of the discriminator, that many times as strong.",
  default: 1,
  minimum: 1,
  maximum: 1000,
  integer: true,
} as const satisfies NumberSpec;

/** Terms that are added to the discriminator's loss. */
export const penalties = {
  r1: {
    title: "R1",
    description: "Zero-centred gradient penalty at real samples, Mescheder 2018.",
    available: true,
    numbers: { gamma: gamma("R1 gamma", "real"), every },
  },
  r2: {
    title: "R2",
    description: "Zero-centred gradient penalty at generated samples, Mescheder 2018.",
    available: true,
    numbers: { gamma: gamma("R2 gamma", "generated"), every },
  },
  gradientPenalty: {
    title: "Gradient penalty",
    description: "One-centred gradient penalty between real and generated samples, Gulrajani 2017.",
    available: true,
    numbers: {
      weight: {
        title: "Gradient penalty weight",
        description:
          "Weight of mean (|grad_x D(x)| - 1)^2 between real and generated samples; 0 is none. Try 10 for images, 0.1 for points.",
        default: 0,
        minimum: 0,
      },
    },
  },
} as const satisfies Readonly<Record<string, Part>>;

const weight = {
  title: "Pairing weight",
  description: `Weight of the pairing regularizer in the generator's loss; 0 trains without it. ${startingWeightWords}`,
  default: 0,
  minimum: 0,
} as const satisfies NumberSpec;

const noise = {
  title: "Pairing noise",
  description: "Standard deviation (sigma) of the step from a latent to its neighbour.",
  default: 0.1,
  minimum: 0,
  maximum: 1000,
} as const satisfies NumberSpec;

const temperature = {
  title: "Pairing temperature",
  description: "Cosine similarities are divided by it; lower tells near neighbours apart more sharply.",
  default: 0.1,
  minimum: 0.001,
  maximum: 1000,
} as const satisfies NumberSpec;

export type PenaltyName = keyof typeof penalties;

const regularizer = <const N extends NumberSpecs>(
  title: string,
  description: string,
  numbers: N,
  unit = "",
) => ({ title, description, available: true, numbers, unit }) as const;

/** Regularizers of the generator against many-to-one collapse. */
export const pairingKinds = {
  neighbour: regularizer(
    "Neighbour",
    "A sample must recognise the sample of its own latent neighbour among the batch's (InfoNCE).",
    { weight, noise, temperature },
    "nats",
  ),
  latent: regularizer(
    "Latent",
    "A sample must recognise its own latent neighbourhood among the batch's (InfoNCE).",
    { weight, noise, temperature },
    "nats",
  ),
  msgan: regularizer(
    "Mode seeking",
    "MSGAN, Mao 2019: latents apart must give samples apart. Its paper's weight is 1.",
    { weight },
  ),
  dsgan: regularizer(
    "Diversity sensitive",
    "DSGAN, Yang 2019: sample distance over latent distance, up to a limit. Its paper's weight is 8.",
    {
      weight,
      limit: {
        title: "Ratio limit",
        description: "Ratios of sample distance to latent distance above it are not pushed further (tau).",
        default: 10,
        minimum: 0,
        maximum: 1e6,
      },
    },
  ),
  ndiv: regularizer(
    "Normalised diversification",
    "NDiv, Liu 2019: relative distances of samples must not fall behind those of their latents.",
    {
      weight,
      alpha: {
        title: "Distance share",
        description: "The share of a latent's relative distance that its sample must reach (alpha).",
        default: 0.8,
        minimum: 0,
        maximum: 1,
      },
    },
  ),
  divco: regularizer(
    "Contrastive diversity",
    "DivCo, Liu 2021: near latents must give near samples, far ones others, in the discriminator's features. Its paper's weight is 1.",
    {
      weight,
      radius: {
        title: "Radius",
        description: "Positives lie within it of a latent in each coordinate, negatives beyond it.",
        default: 0.001,
        minimum: 0,
        maximum: 1000,
      },
      negatives: {
        title: "Negatives",
        description: "Far latents that each latent is compared with; each is one more sample to generate.",
        default: 10,
        minimum: 1,
        maximum: 256,
        integer: true,
      },
      temperature: { ...temperature, default: 1 },
    },
    "nats",
  ),
  zcr: regularizer(
    "Latent consistency",
    "zCR, Zhao 2021: the discriminator must not tell near latents' samples apart, the generator moves them apart. Its paper's weight is 0.5.",
    {
      weight,
      noise: { ...noise, default: 0.05 },
      discriminatorWeight: {
        title: "Consistency weight",
        description: "Weight of the squared difference of near latents' scores in the discriminator's loss.",
        default: 20,
        minimum: 0,
      },
    },
  ),
  "jacobian-clamping": regularizer(
    "Jacobian clamping",
    "Odena 2018: the ratio of sample distance to latent distance is kept between two bounds. Its paper's weight is 1.",
    {
      weight,
      length: {
        title: "Step length",
        description: "The length of the step between the two latents (epsilon).",
        default: 1,
        minimum: 1e-6,
        maximum: 1000,
      },
      low: {
        title: "Lower bound",
        description: "Ratios below it are penalised (lambda min).",
        default: 1,
        minimum: 0,
        maximum: 1e6,
      },
      high: {
        title: "Upper bound",
        description: "Ratios above it are penalised (lambda max).",
        default: 20,
        minimum: 0,
        maximum: 1e6,
      },
    },
  ),
  custom: regularizer(
    "Custom",
    "A regularizer of your own: a module with a function of TensorFlow.js tensors.",
    { weight, noise, temperature },
  ),
} as const satisfies Readonly<Record<string, Part & Measured>>;

export type PairingKindName = keyof typeof pairingKinds;

/** The numbers of pairing kinds that may change while a run trains: all but counts, which decide what is computed at all. */
export type PairingKnobName = {
  [K in PairingKindName]: {
    [N in keyof PairingNumbers<K>]: PairingNumbers<K>[N] extends { readonly integer: true } ? never : N;
  }[keyof PairingNumbers<K>];
}[PairingKindName];

type PairingNumbers<K extends PairingKindName> = (typeof pairingKinds)[K]["numbers"];

const beta = (value: number, title: string, of: string) =>
  ({
    title,
    description: `Decay of Adam's running mean of ${of}.`,
    default: value,
    minimum: 0,
    below: 1,
  }) as const satisfies NumberSpec;

export const optimizers = {
  adam: {
    title: "Adam",
    description: "Kingma and Ba 2015, with epsilon 1e-8.",
    available: true,
    numbers: {
      learningRate: {
        title: "Learning rate",
        description: "Step size. The default is for points; for images it is 2e-4.",
        default: 1e-3,
        minimum: 0,
      },
      beta1: beta(0.5, "Beta 1", "the gradient"),
      beta2: beta(0.999, "Beta 2", "the squared gradient"),
    },
  },
} as const satisfies Readonly<Record<string, Part>>;

/** Differentiable augmentations of real and generated images (DiffAugment, Zhao 2020). */
export const augmentations = {
  color: {
    title: "Color",
    description: "Brightness, saturation (of coloured images) and contrast.",
    available: true,
  },
  translation: {
    title: "Translation",
    description: "Shifts by up to an eighth of the size.",
    available: true,
  },
  cutout: { title: "Cutout", description: "A square of half the size is left out.", available: true },
} as const satisfies Readonly<Record<string, Choice>>;

export type AugmentationName = keyof typeof augmentations;

export const devices = {
  auto: { title: "Automatic", description: "The fastest device that this machine has.", available: true },
  cpu: { title: "CPU", description: "ONNX Runtime on the processor.", available: true },
  webgpu: {
    title: "WebGPU",
    description: "ONNX Runtime on a graphics card of any maker, through WebGPU.",
    available: true,
  },
  "tfjs-node-gpu": {
    title: "TensorFlow CUDA",
    description: "@tensorflow/tfjs-node-gpu, where it is installed, on an NVIDIA card.",
    available: true,
  },
  "tfjs-node": {
    title: "TensorFlow CPU",
    description: "@tensorflow/tfjs-node, where it is installed.",
    available: true,
  },
} as const satisfies Readonly<Record<string, Choice>>;

/** What computes a run: every device but `auto`, which is one of the others. */
export type TrainingDevice = Exclude<keyof typeof devices, "auto">;

export const isTrainingDevice = (name: string): name is TrainingDevice =>
  name !== "auto" && Object.hasOwn(devices, name);
