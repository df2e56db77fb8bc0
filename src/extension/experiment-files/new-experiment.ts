import {
  dataKinds,
  type AvailableDataKind,
  type Domain,
  type NumberSpecs,
} from "../../experiment/catalog.ts";
import { regimes, type Regime, type RegimeName } from "./regimes.ts";

/** What the guided pick of a new experiment asks for. */
export interface ExperimentChoices {
  readonly name: string;
  readonly data: AvailableDataKind;
  /** For data of one's own: the file or folder, as the experiment names it. */
  readonly file: string | null;
  readonly regime: RegimeName;
  readonly pairing: "none" | "neighbour" | "latent";
}

export const pairings: Readonly<
  Record<ExperimentChoices["pairing"], { title: string; short: string; description: string }>
> = {
  neighbour: {
    title: "Pairing with latent neighbours",
    short: "pairing",
    description: "A sample must recognise the sample of its own latent's neighbour.",
  },
  latent: {
    title: "Pairing with latents",
    short: "pairing with latents",
    description: "A sample must recognise the neighbourhood of its own latent.",
  },
  none: {
    title: "No pairing",
    short: "",
    description: "The weight begins at 0 and can be turned while it trains.",
  },
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

/** What New Experiment's questions are called: which of how many it is. */
export const questionTitle = (step: 1 | 2 | 3 | 4) => `New experiment (${step} of 4)` as const;

/** Kinds of data that lie in files of one's own. */
export const ownData: Readonly<Partial<Record<AvailableDataKind, OwnData>>> = {
  npy: {
    key: "file",
    title: "Points to learn from",
    choose: { files: "Arrays", endings: ["npy", "npz", "safetensors"] },
    example: "points.npy",
  },
  "npy-images": {
    key: "file",
    title: "Images to learn from",
    choose: { files: "Arrays", endings: ["npy", "npz", "safetensors"] },
    example: "images.npy",
  },
  csv: {
    key: "file",
    title: "Points to learn from",
    choose: { files: "Tables", endings: ["csv"] },
    example: "points.csv",
  },
  parquet: {
    key: "file",
    title: "Points to learn from",
    choose: { files: "Tables", endings: ["parquet"] },
    example: "points.parquet",
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

function dataOf({ data, file }: ExperimentChoices): object {
  const own = ownData[data];
  if (own !== undefined) return { kind: data, [own.key]: file ?? own.example };
  const specs: NumberSpecs = dataKinds[data].numbers;
  const numbers = Object.entries(specs).map(([key, spec]) => [key, spec.default]);
  return { kind: data, ...(Object.fromEntries(numbers) as Record<string, number>) };
}

/** Networks that learn the domain at all. */
const domains: Readonly<
  Record<Domain, { latents: number; batch: number; networks: readonly [object, object] }>
> = {
  points: {
    latents: 2,
    batch: 128,
    networks: [
      { kind: "mlp", hidden: [64, 64], activation: "relu" },
      { kind: "mlp", hidden: [64, 64], activation: "leaky-relu" },
    ],
  },
  images: {
    latents: 64,
    batch: 64,
    networks: [
      { kind: "dcgan", channels: 32 },
      { kind: "dcgan", channels: 32 },
    ],
  },
};

/** JSON on one line, as people space it. */
function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${inline(item)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

/** The text of a new experiment file, with the numbers that are worth changing and why they stand so. */
export function newExperimentText(choices: ExperimentChoices): string {
  const { name, data, pairing } = choices;
  const regime: Regime = regimes[choices.regime];
  const { domain } = dataKinds[data];
  const { latents, batch, networks } = domains[domain];
  const [generator, discriminator] = networks;
  const kind = pairing === "latent" ? "latent" : "neighbour";
  const weight = pairing === "none" ? 0 : regime.weight;
  const [beta1, beta2] = regime.betas;
  const [ofGenerator, ofDiscriminator] = regime.learningRates[domain].map(learningRate =>
    inline({ learningRate, beta1, beta2 }),
  );
  const line = (key: string, value: unknown) => `  ${JSON.stringify(key)}: ${inline(value)},\n`;
  return `// ${dataKinds[data].title}. ${regime.title}${pairing === "none" ? "" : ` + ${pairings[pairing].short}`}:
// ${regime.description}
// Source: ${regime.source}.
{
${line("name", name)}${line("seed", 1)}${line("steps", regime.steps)}${line("batch", batch)}${
    regime.criticSteps === 1 ? "" : line("criticSteps", regime.criticSteps)
  }${line("data", dataOf(choices))}${line("latent", { size: latents, distribution: "normal" })}${line(
    "generator",
    generator,
  )}${line("discriminator", { ...discriminator, ...regime.discriminator })}${
    regime.loss === "non-saturating" ? "" : line("loss", regime.loss)
  }${line("penalties", regime.penalties[domain])}  // ${pairings[pairing].description}
${line("pairing", { kind, weight, noise: 0.1, temperature: 0.1 })}  "optimizers": {
    "generator": ${ofGenerator},
    "discriminator": ${ofDiscriminator}
  },
  // Planned changes of knobs, for example { "at": 3000, "set": "pairing.weight", "to": ${regime.weight} }.
  "schedule": []
}
`;
}
