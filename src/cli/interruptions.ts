import { unattended } from "../unattended/unattended.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Calls `react` with 1, 2, 3 ... and the signal for each Ctrl-C (or SIGTERM, SIGHUP) until the returned function is called. */
export function onInterruption(react: (times: number, signal: NodeJS.Signals) => void): () => void {
  let times = 0;
  const count = unattended((signal: NodeJS.Signals) => {
    react(++times, signal);
  });
  for (const signal of signals) process.on(signal, count);
  return () => {
    for (const signal of signals) process.off(signal, count);
  };
}
