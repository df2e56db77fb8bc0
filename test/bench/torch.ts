import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { interpreter } from "../peers/python.ts";
import type { Contender } from "./interleave.ts";

export interface TorchConfig {
  readonly batch: number;
  readonly latent: number;
  readonly hidden: readonly number[];
  readonly embedding: readonly number[];
  readonly r1: number;
  readonly pairing: number;
  readonly noise: number;
  readonly temperature: number;
}

/** The step that torch_image_step.py takes. */
export interface TorchImageConfig {
  readonly size: number;
  readonly colours: number;
  readonly channels: number;
  readonly batch: number;
  readonly latent: number;
  readonly r1: number;
  readonly pairing: boolean;
  readonly threads: number;
}

/** One layer's work that torch_convolution.py does: [batch, from, size, size] to `to` maps by 4x4, stride 2, padding 1. */
export interface TorchConvolutionConfig {
  readonly work: "forward" | "input gradient" | "filter gradient";
  readonly from: number;
  readonly to: number;
  readonly size: number;
  readonly batch: number;
  readonly threads: number;
}

export interface TorchPeer {
  readonly run: Contender;
  close(): void;
}

/** A PyTorch process that takes `steps` steps a turn; null where PyTorch, or torch.compile, does not work. */
export const openTorch = (config: TorchConfig, mode: "eager" | "compile", steps: number) =>
  openPeer(["test/bench/torch_step.py", JSON.stringify(config), mode], steps);

/** The same for a step of a DCGAN; "channels-last" is the layout that PyTorch's convolutions are fastest with. */
export const openTorchImages = (config: TorchImageConfig, layout: "plain" | "channels-last", steps: number) =>
  openPeer(["test/bench/torch_image_step.py", JSON.stringify(config), layout], steps, config.threads);

export const openTorchConvolution = (
  config: TorchConvolutionConfig,
  layout: "plain" | "channels-last",
  times: number,
) => openPeer(["test/bench/torch_convolution.py", JSON.stringify(config), layout], times, config.threads);

/** For so long OpenMP's threads compute on after their work (200 ms by default), which is nobody's turn. */
const SPINNING_MS = 300;

async function openPeer(args: readonly string[], steps: number, threads = 1): Promise<TorchPeer | null> {
  const child = spawn(interpreter, args, { stdio: ["pipe", "pipe", "ignore"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  child.on("error", () => undefined);
  child.stdin.on("error", () => undefined);
  const ready = await lines.next();
  if (ready.done === true) return null;
  return {
    run: async () => {
      child.stdin.write(`${steps}\n`);
      const answer = await lines.next();
      if (answer.done === true) throw new Error("the PyTorch process ended");
      if (threads > 1) await delay(SPINNING_MS);
      return (1000 * Number(answer.value)) / steps;
    },
    close: () => child.kill(),
  };
}
