import { dataKinds } from "./catalog-data.ts";
import { networks, type TrainingDevice } from "./catalog-objectives.ts";
import { knownSampleShape, memoryEstimate } from "./memory-estimate.ts";
import type { Experiment } from "./schema.ts";

/** How the step is run. Recorded in run.json, taken from there by resume, branch and replay. */
export interface ExecutionPlan {
  readonly device: TrainingDevice;
  readonly threads: number;
  /** ONNX Runtime's optimisation level. */
  readonly graphOptimization: "all" | "disabled";
  /** Training steps in one call of the compiled graph. */
  readonly stepsPerCall: number;
}

/** A plan as run.json has it. */
export interface RecordedPlan extends Omit<ExecutionPlan, "device"> {
  /** A TrainingDevice, or one of another version. */
  readonly device: string;
  /** Bytes that the run takes at most, as estimated when it was made, of a sweep's its largest; absent in runs of early versions. */
  readonly memory?: number;
}

/** A call costs about 0.3 ms beside its steps; with this many steps of a small network that is nothing. */
const MOST_STEPS = 100;
/** Multiplications of the forward passes of one call. Some 60 ms, so that a request need not wait longer. */
const WORK_PER_CALL = 2.5e8;
/** Steps that a graphics card is given before it is waited for: enough to keep it busy, few enough to bound their memory. */
const STEPS_IN_FLIGHT = 8;
/** Steps a call where a network is the researcher's own, whose work nobody knows. */
const OWN_STEPS = 10;

/** The device of an experiment that leaves it open, until it is chosen. */
const deviceOf = ({ device }: Experiment): TrainingDevice => (device === "auto" ? "cpu" : device);

/**
 * The fixed rule by device and shape. On the processor, multilayer perceptrons run on one thread, optimised by the runtime, as many steps a call as
 * stay short. Convolutions run on every physical core, a step a call, and without the runtime's own optimisation, which
 * would undo the layout that the compiler chose. A network of the researcher's own counts as one of the first where the
 * data are points, as one of the second where they are images.
 * @param cores those that this run may use: of a machine on which it trains alone, all (`planRuns`)
 */
export function executionPlan(
  experiment: Experiment,
  cores = 1,
  device: TrainingDevice = deviceOf(experiment),
): ExecutionPlan {
  switch (device) {
    case "cpu":
      return processorPlan(experiment, cores);
    case "webgpu":
      return { device, threads: 1, graphOptimization: "all", stepsPerCall: STEPS_IN_FLIGHT };
    case "tfjs-node-gpu":
    case "tfjs-node":
      return {
        device,
        threads: experiment.threads || cores,
        graphOptimization: "disabled",
        stepsPerCall: 1,
      };
    default:
      return device satisfies never;
  }
}

/** A call of this many steps takes the processor some 60 ms; a card would take longer to be told of their kernels. */
const PLAIN_STEPS = 20;

/** Whether no card could be faster than the processor: steps of a few milliseconds. */
export const isPlainlyForProcessor = (experiment: Experiment): boolean =>
  processorPlan(experiment, 1).stepsPerCall >= PLAIN_STEPS;

function processorPlan(experiment: Experiment, cores: number): ExecutionPlan {
  const { generator, discriminator, threads } = experiment;
  const convolutions = [generator, discriminator].some(({ kind }) => networks[kind].convolutional);
  const own = [generator, discriminator].some(({ kind }) => kind === "custom");
  const images = dataKinds[experiment.data.kind].domain === "images";
  if (convolutions || (own && images))
    return { device: "cpu", threads: threads || cores, graphOptimization: "disabled", stepsPerCall: 1 };
  const stepsPerCall = own ? OWN_STEPS : Math.floor(WORK_PER_CALL / workPerStep(experiment));
  return {
    device: "cpu",
    threads: threads || 1,
    graphOptimization: "all",
    stepsPerCall: Math.max(1, Math.min(MOST_STEPS, stepsPerCall)),
  };
}

/** Multiplications between the samples' values and hidden layers, of a batch through each network once; at least 1. */
function workPerStep(experiment: Experiment): number {
  const { batch, generator, discriminator, pairing } = experiment;
  const values = (knownSampleShape(experiment) ?? [1]).reduce((product, size) => product * size, 1);
  const layers = [
    ...[generator, discriminator].map(network => (network.kind === "mlp" ? network.hidden : [])),
    "embedding" in pairing ? pairing.embedding.hidden : [],
  ].map(hidden => [values, ...hidden]);
  const products = layers.flatMap(widths => widths.slice(1).map((width, i) => width * (widths[i] ?? 0)));
  return batch * products.reduce((sum, product) => sum + product, 1);
}

/** What runs may use: of this machine, or of a job on another. */
export interface Machine {
  /** Physical cores. */
  readonly cores: number;
  /** Bytes. */
  readonly memory: number;
}

/** What a run takes of a machine while it trains. */
export interface Load {
  readonly threads: number;
  /** Bytes, as estimated. */
  readonly memory: number;
}

export const loadOf = (
  experiment: Experiment,
  { threads, memory }: Pick<RecordedPlan, "threads" | "memory">,
): Load => ({
  threads,
  memory: memory ?? memoryEstimate(experiment),
});

/**
 * The threads of runs that were begun one after another, each with its share of the cores at that moment: all, half, a
 * third. Each has one at least.
 */
function threadsOfComing(runs: number, cores: number): number {
  const shares = Array.from({ length: runs }, (_, before) => Math.floor(cores / (before + 1)));
  return shares.reduce((sum, share) => sum + Math.max(1, share), 0);
}

/**
 * Whether a further run may train beside others: its memory is there, and threads are no more than as many runs have that
 * began one after another. Where nobody else trains, one always may.
 * @param wanted how many at once were asked for
 */
export function fitsBeside(next: Load, others: readonly Load[], machine: Machine, wanted: number): boolean {
  if (others.length === 0) return true;
  const all = [next, ...others];
  const threads = all.reduce((sum, load) => sum + load.threads, 0);
  const memory = all.reduce((sum, load) => sum + load.memory, 0);
  return (
    all.length <= wanted && threads <= threadsOfComing(wanted, machine.cores) && memory <= machine.memory
  );
}

/** How runs that belong together are executed on one machine. */
export interface RunsPlan {
  /** Cores that each may use: what `executionPlan` is asked with. */
  readonly cores: number;
  /** The most threads and memory that one of them takes. */
  readonly load: Load;
  /** How many train at a time. */
  readonly jobs: number;
}

export interface RunsOrder {
  /** One of each configuration. */
  readonly experiments: readonly Experiment[];
  /** Bytes that the largest needs. */
  readonly memory: number;
  /** How many shall train at a time; null: as many as there are cores for their threads. */
  readonly jobs: number | null;
  /** Cores that each of them has had until now, where some are there: all have the same, so that they stay comparable. */
  readonly cores: number | null;
}

/** The one plan of runs that train at the same time: the cores are shared out among them, memory bounds how many they are. */
export function planRuns(
  { experiments, memory, jobs, cores: before }: RunsOrder,
  machine: Machine,
): RunsPlan {
  const inMemory = Math.max(1, Math.floor(machine.memory / memory));
  const cores = before ?? Math.max(1, Math.floor(machine.cores / Math.min(jobs ?? 1, inMemory)));
  const threads = Math.max(1, ...experiments.map(experiment => executionPlan(experiment, cores).threads));
  const wanted = jobs ?? Math.floor(machine.cores / threads);
  const onCores = Math.floor(Math.max(machine.cores, wanted) / threads);
  return {
    cores,
    load: { threads, memory },
    jobs: Math.max(1, Math.min(wanted, onCores, inMemory)),
  };
}

export { memoryAssumption, memoryEstimate } from "./memory-estimate.ts";
