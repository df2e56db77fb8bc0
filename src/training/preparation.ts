import { every } from "../unattended/unattended.ts";
import type { Control } from "./control.ts";
import { Leaving } from "./ending.ts";

/** How often requests are looked at, in milliseconds. */
const LOOK_MS = 100;

/**
 * Does what comes before the first step: reading data, compiling, opening networks, which may take minutes. A signal or a
 * request to stop ends it at once: rejects with Leaving, and what is still at work is left to end with the process.
 * @param step the last finished one
 * @param work gives up what it can when its signal says so
 */
export async function prepare<T>(
  { control, step }: { readonly control: Control; readonly step: number },
  interrupt: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const leaving = new AbortController();
  const interrupted = () => {
    leaving.abort(new Leaving("interrupted"));
  };
  interrupt.addEventListener("abort", interrupted);
  if (interrupt.aborted) interrupted();
  const look = every(LOOK_MS, () => {
    try {
      if (control.stopsEarly(step)) leaving.abort(new Leaving("stopped"));
    } catch (error) {
      leaving.abort(error);
    }
  });
  const left = new Promise<never>((_, reject) => {
    const leave = () => {
      reject(leaving.signal.reason as Error);
    };
    leaving.signal.addEventListener("abort", leave);
    if (leaving.signal.aborted) leave();
  });
  try {
    return await Promise.race([left, work(leaving.signal)]);
  } finally {
    clearInterval(look);
    interrupt.removeEventListener("abort", interrupted);
  }
}
