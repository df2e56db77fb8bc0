import {
  dataKinds,
  type AvailableDataKind,
  type Domain,
  type NumberSpecs,
} from "../../experiment/catalog.ts";

/** What the guided pick of a new experiment asks for. */
export interface ExperimentChoices {
  readonly name: string;
  readonly data: AvailableDataKind;
  /** For data of one's own: the file or folder, as the experiment names it. */
  readonly file: string | null;
  readonly regime: "weak-discriminator" | "r1";
  readonly pairing: "none" | "neighbour" | "latent";
}

interface Regime {
  readonly title: string;
  readonly description: string;
  readonly steps: number;
  readonly gamma: number;
  readonly learningRates: readonly [generator: number, discriminator: number];
  /** The weight of pairing to begin with. */
  readonly weight: number;
}

/** Where to begin: figures that docs/science.md measures on the ring of 8 Gaussians. */
export const regimes: Readonly<Record<ExperimentChoices["regime"], Regime>> = {
  "weak-discriminator": {
    title: "Weak discriminator",
    description: "It learns ten times as slowly as the generator: without pairing the GAN collapses.",
    steps: 8000,
    gamma: 0,
    learningRates: [1e-3, 1e-4],
    weight: 0.02,
  },
  r1: {
    title: "R1 penalty",
    description: "Equal footing and gamma 0.1: every mode is found, latents are wasted inside them.",
    steps: 16000,
    gamma: 0.1,
    learningRates: [2e-4, 4e-4],
    weight: 0.005,
  },
};

export const pairings: Readonly<
  Record<ExperimentChoices["pairing"], { title: string; description: string }>
> = {
  neighbour: {
    title: "Pairing with latent neighbours",
    description: "A sample must recognise the sample of its own latent's neighbour.",
  },
  latent: {
    title: "Pairing with latents",
    description: "A sample must recognise the neighbourhood of its own latent.",
  },
  none: { title: "No pairing", description: "The weight begins at 0 and can be turned while it trains." },
};

export interface OwnData {
  /** The key that names the file or folder. */
  readonly key: "file" | "images" | "folder";
  /** What the file dialog is called. */
  readonly title: string;
  /** Files of these endings (none: any), or a folder. */
  readonly choose: { readonly files: string; readonly endings: readonly string[] } | "folder";
  readonly example: string;
}

/** Kinds of data that lie in files of one's own. */
export const ownData: Readonly<Partial<Record<AvailableDataKind, OwnData>>> = {
  npy: {
    key: "file",
    title: "Points to learn from",
    choose: { files: "NumPy arrays", endings: ["npy"] },
    example: "points.npy",
  },
  csv: {
    key: "file",
    title: "Points to learn from",
    choose: { files: "Tables", endings: ["csv"] },
    example: "points.csv",
  },
  idx: {
    key: "images",
    title: "Images to learn from",
    choose: { files: "IDX files", endings: [] },
    example: "train-images-idx3-ubyte.gz",
  },
  cifar10: { key: "folder", title: "CIFAR-10's batches", choose: "folder", example: "cifar-10-batches-bin" },
  images: { key: "folder", title: "Pictures to learn from", choose: "folder", example: "pictures" },
};

function dataText({ data, file }: ExperimentChoices): string {
  const own = ownData[data];
  if (own !== undefined) return JSON.stringify({ kind: data, [own.key]: file ?? own.example });
  const specs: NumberSpecs = dataKinds[data].numbers;
  const numbers = Object.entries(specs).map(([key, spec]) => [key, spec.default]);
  return JSON.stringify({ kind: data, ...Object.fromEntries(numbers) });
}

/** Networks that learn the domain at all; the learning rates keep the regime's ratio. */
const networks: Readonly<Record<Domain, { text: string; batch: number; generatorRate: number | null }>> = {
  points: {
    batch: 128,
    generatorRate: null,
    text: `  "latent": { "size": 2, "distribution": "normal" },
  "generator": { "kind": "mlp", "hidden": [64, 64], "activation": "relu" },
  "discriminator": { "kind": "mlp", "hidden": [64, 64], "activation": "leaky-relu" },`,
  },
  images: {
    batch: 64,
    generatorRate: 2e-4,
    text: `  "latent": { "size": 64, "distribution": "normal" },
  "generator": { "kind": "dcgan", "channels": 32 },
  "discriminator": { "kind": "dcgan", "channels": 32 },`,
  },
};

const spaced = (json: string): string =>
  json.replaceAll(/[:,]/g, "$& ").replace("{", "{ ").replace("}", " }");

/** The text of a new experiment file, with the numbers that are worth changing and why they stand so. */
export function newExperimentText(choices: ExperimentChoices): string {
  const { name, data, pairing } = choices;
  const regime = regimes[choices.regime];
  const { text, batch, generatorRate } = networks[dataKinds[data].domain];
  const [ofGenerator, ofDiscriminator] = regime.learningRates;
  const generator = generatorRate ?? ofGenerator;
  const discriminator = Number(((generator * ofDiscriminator) / ofGenerator).toPrecision(6));
  const kind = pairing === "latent" ? "latent" : "neighbour";
  const weight = pairing === "none" ? 0 : regime.weight;
  return `// ${dataKinds[data].title}. ${regime.title}:
// ${regime.description}
{
  "name": ${JSON.stringify(name)},
  "seed": 1,
  "steps": ${regime.steps},
  "batch": ${batch},
  "data": ${spaced(dataText(choices))},
${text}
  "penalties": { "r1": { "gamma": ${regime.gamma} } },
  // ${pairings[pairing].description}
  "pairing": { "kind": ${JSON.stringify(kind)}, "weight": ${weight}, "noise": 0.1, "temperature": 0.1 },
  "optimizers": {
    "generator": { "learningRate": ${generator}, "beta1": 0.5 },
    "discriminator": { "learningRate": ${discriminator}, "beta1": 0.5 }
  },
  // Planned changes of knobs, for example { "at": 3000, "set": "pairing.weight", "to": ${regime.weight} }.
  "schedule": []
}
`;
}
