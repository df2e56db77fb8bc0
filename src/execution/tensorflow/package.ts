// TensorFlow as a researcher has installed it: the npm package @tensorflow/tfjs-node or @tensorflow/tfjs-node-gpu, in a
// folder that they name. It is a gigabyte of native code, so it is neither bundled nor installed with us.
//
// TensorFlow.js keeps its engine, backends, kernels and gradients in globals that all copies of it in a process share, so
// the package's copy finds ours and adds its backend there.
import { createRequire } from "node:module";
import { join } from "node:path";
import util from "node:util";
import { repairGradients } from "../../compiler/gradient-repairs.ts";
import { tf } from "../../compiler/tensorflow.ts";
import { ExecutionError } from "../executor.ts";
import { registerConvolutions } from "./convolutions.ts";

export type TensorFlowDevice = "tfjs-node" | "tfjs-node-gpu";

/** The name under which either package registers what computes. */
export const BACKEND = "tensorflow";

export const packageOf = (device: TensorFlowDevice): string => `@tensorflow/${device}`;

/** How to get a package; its version is the one that this was tested with. */
export const installation = (device: TensorFlowDevice): string =>
  `npm install ${packageOf(device)}@${tf.version_core}`;

/** Of the package and of TensorFlow.js, which share globals. */
const [MAJOR = ""] = tf.version_core.split(".");

/** What the package takes of Node that newer ones have no longer, or warn of. */
const takenFromNode = {
  isNullOrUndefined: (value: unknown) => value === null || value === undefined,
  isArray: (value: unknown) => Array.isArray(value),
};

export interface TensorFlowOptions {
  readonly device: TensorFlowDevice;
  /** Where the package is installed: this folder or one around it has it in its node_modules. Nobody named one: undefined. */
  readonly folder: string | undefined;
  /** Threads inside an operator, at least 1. */
  readonly threads: number;
}

/**
 * What TensorFlow reads of the environment when it is opened, unless the user has said otherwise: errors alone are told,
 * a GPU's memory is taken as it is needed and not all at once, equal steps give equal bytes, and cards have the numbers that
 * their driver gives them.
 */
const environment = ({ threads }: TensorFlowOptions): Readonly<Record<string, string>> => ({
  TF_CPP_MIN_LOG_LEVEL: "2",
  TF_FORCE_GPU_ALLOW_GROWTH: "true",
  TF_DETERMINISTIC_OPS: "1",
  TF_NUM_INTRAOP_THREADS: String(threads),
  TF_NUM_INTEROP_THREADS: "1",
  CUDA_DEVICE_ORDER: "PCI_BUS_ID",
});

let opened: TensorFlowOptions | null = null;

/**
 * Loads the package into this process, where it stays. Throws ExecutionError where it is not installed, cannot be loaded, or
 * finds no GPU though it is the one for GPUs.
 */
export function openTensorFlow(options: TensorFlowOptions): void {
  if (opened !== null) {
    if (opened.device !== options.device || opened.folder !== options.folder)
      throw new ExecutionError(`${packageOf(opened.device)} is open in this process already`);
    return;
  }
  for (const [name, value] of Object.entries(environment(options))) process.env[name] ??= value;
  Object.assign(util, takenFromNode);
  load(options);
  // The package has registered TensorFlow.js's own gradients once more, in the place of the repaired ones.
  repairGradients();
  registerConvolutions(BACKEND);
  if (options.device === "tfjs-node-gpu" && !isUsingGpu())
    throw new ExecutionError(
      `${packageOf(options.device)} finds no GPU; it needs an NVIDIA card, its driver, and the CUDA and cuDNN libraries that it was built for (docs/devices.md)`,
    );
  opened = options;
}

function load({ device, folder }: TensorFlowOptions): void {
  const name = packageOf(device);
  if (folder === undefined)
    throw new ExecutionError(
      `no folder with ${name} is named. Install it in one (${installation(device)}) and name that: --tensorflow DIR, or the setting pairingLab.tensorflowFolder`,
    );
  const require = createRequire(join(folder, "package.json"));
  const found = installedAs(require, name);
  if (found === null)
    throw new ExecutionError(
      `${name} is not installed in ${folder}; install it there (${installation(device)}), or name another folder`,
    );
  if (!found.version.startsWith(`${MAJOR}.`))
    throw new ExecutionError(
      `${name} in ${folder} is version ${found.version}; this needs ${MAJOR}: ${installation(device)}`,
    );
  // Its copy of TensorFlow.js says on the terminal that a platform was set before, and its packages use what Node warns of.
  tf.enableProdMode();
  const silent = process.noDeprecation ?? false;
  process.noDeprecation = true;
  try {
    require(name);
  } catch (error) {
    const said = error instanceof Error ? error.message.replaceAll(/\s+/g, " ") : String(error);
    throw new ExecutionError(`${name} in ${folder} cannot be loaded: ${said}`, { cause: error });
  } finally {
    process.noDeprecation = silent;
  }
}

/** Its manifest, without running anything of it; null where there is none. */
function installedAs(require: NodeJS.Require, name: string): { readonly version: string } | null {
  try {
    const { version } = require(`${name}/package.json`) as { readonly version?: unknown };
    return { version: String(version) };
  } catch {
    return null;
  }
}

/** Does work with TensorFlow as what computes; what it says comes as an ExecutionError. */
export function underTensorFlow<T>(work: () => T): T {
  const previous = tf.getBackend();
  // setBackend does all its work before it first waits, as this backend was created at once.
  if (previous !== BACKEND) void tf.setBackend(BACKEND);
  try {
    return work();
  } catch (error) {
    throw explained(error);
  } finally {
    if (previous !== BACKEND) void tf.setBackend(previous);
  }
}

/** TensorFlow's status for memory that is not to be had. */
const RESOURCE_EXHAUSTED = "8";

function explained(error: unknown): unknown {
  const said = error instanceof Error ? error.message : "";
  const [, status, words = ""] = /Invalid TF_Status: (\d+)\s+Message: ([^\n]*)/.exec(said) ?? [];
  if (status === undefined) return error;
  const message =
    status === RESOURCE_EXHAUSTED
      ? `The device's memory does not suffice (${words}); make the networks or the batch smaller.`
      : `TensorFlow failed: ${words}`;
  return new ExecutionError(message, { cause: error });
}

function isUsingGpu(): boolean {
  const backend = tf.engine().findBackend(BACKEND);
  return "isUsingGpuDevice" in backend && backend.isUsingGpuDevice === true;
}
