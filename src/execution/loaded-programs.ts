import type { Program } from "../compiler/program.ts";
import { ExecutionError, type Loaded } from "./executor.ts";

/** What an executor made ready, by what it gave for it. */
export class LoadedPrograms<Ready> {
  readonly #ready = new Map<Loaded, Ready>();

  add(loaded: Loaded, ready: Ready): Loaded {
    this.#ready.set(loaded, ready);
    return loaded;
  }

  /** Throws ExecutionError where it is not loaded in this executor. */
  find(loaded: Loaded): Ready {
    const ready = this.#ready.get(loaded);
    if (ready === undefined) throw new ExecutionError("The program is not loaded in this executor.");
    return ready;
  }

  /** The same, to be run so many times as a step or a function; throws as well where it is the other, or cannot be so often. */
  toRun(loaded: Loaded, kind: Program["kind"], count: number): Ready {
    const ready = this.find(loaded);
    if (loaded.kind !== kind) throw new ExecutionError(`This is a ${loaded.kind} program, not a ${kind}.`);
    if (!Number.isSafeInteger(count) || count < 1) throw new ExecutionError(`Cannot run ${count} times.`);
    return ready;
  }

  forget(loaded: Loaded): void {
    this.#ready.delete(loaded);
  }

  /** All of them, forgotten. */
  takeAll(): Ready[] {
    const all = [...this.#ready.values()];
    this.#ready.clear();
    return all;
  }
}

/** A tensor of an executor's state. Throws ExecutionError where there is none of that name. */
export function stateTensor<Tensor>(state: ReadonlyMap<string, Tensor>, name: string): Tensor {
  const tensor = state.get(name);
  if (tensor === undefined) throw new ExecutionError(`There is no state tensor ${name}; put it first.`);
  return tensor;
}
