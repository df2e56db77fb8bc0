import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
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

/** A PyTorch process that takes `steps` steps a turn; null where PyTorch, or torch.compile, does not work. */
export async function openTorch(
  config: TorchConfig,
  mode: "eager" | "compile",
  steps: number,
): Promise<{ run: Contender; close(): void } | null> {
  const child = spawn(interpreter, ["test/bench/torch_step.py", JSON.stringify(config), mode], {
    stdio: ["pipe", "pipe", "ignore"],
  });
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
      return (1000 * Number(answer.value)) / steps;
    },
    close: () => child.kill(),
  };
}
