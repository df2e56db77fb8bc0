import { cpus } from "node:os";
import { nvidiaCard, type NvidiaCard } from "../devices/nvidia.ts";
import type { DeviceFacts } from "../runs/status.ts";
import { every, letGo } from "../unattended/unattended.ts";

const LOOK_MS = 5_000;

/**
 * What can be told of a run's device while it trains: of the processor its name, of an NVIDIA card under CUDA its memory in use
 * and how much of the time it computes, by its driver. Of what WebGPU computes on nobody tells.
 */
export class DeviceWatch {
  readonly #look: NodeJS.Timeout | null;
  readonly #card: () => Promise<NvidiaCard | null>;
  #facts: DeviceFacts = {};
  /** Of the looks since they were taken last. */
  #busy: number[] = [];

  /** @param device of the run's plan */
  constructor(device: string, card = nvidiaCard) {
    this.#card = card;
    const onCard = device === "tfjs-node-gpu";
    this.#look = onCard ? every(LOOK_MS, () => this.look()).unref() : null;
    if (onCard) letGo(this.look());
    const maker = cpus()[0]?.model;
    if (["cpu", "tfjs-node"].includes(device) && maker !== undefined) this.#facts = { maker };
  }

  get facts(): DeviceFacts {
    return this.#facts;
  }

  /** Asks the card. */
  async look(): Promise<void> {
    const card = await this.#card();
    if (card === null) return;
    const { name, used, busy } = card;
    if (busy !== undefined) this.#busy.push(busy);
    this.#facts = {
      maker: name,
      ...(used === undefined ? {} : { memory: used }),
      ...(busy === undefined ? {} : { busy }),
    };
  }

  /** Scalars to record by tag: the memory in use, and the mean share of time since this was asked last. */
  take(): Record<string, number> {
    const { memory } = this.#facts;
    const looks = this.#busy;
    this.#busy = [];
    return {
      ...(memory === undefined ? {} : { "speed/device_memory": memory }),
      ...(looks.length === 0
        ? {}
        : { "speed/device_busy": looks.reduce((sum, busy) => sum + busy, 0) / looks.length }),
    };
  }

  close(): void {
    if (this.#look !== null) clearInterval(this.#look);
  }
}
