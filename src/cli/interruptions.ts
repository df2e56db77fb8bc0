import { unattended } from "../unattended/unattended.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export interface Ending {
  /** Asks whoever trains to save and end. */
  readonly ask: (signal: NodeJS.Signals) => void;
  /** Ends it at once, without saving: it may hang. */
  readonly kill: () => void;
  readonly say: (line: string) => void;
}

/**
 * What Ctrl-C does to a training, one run or many, until the returned function is called: the first asks it to save and
 * end, a second says what a third does, a third ends it at once. Not the second: npm and others pass on what the terminal
 * sends to us as well, so that one press counts twice.
 */
export function onEnding({ ask, kill, say }: Ending): () => void {
  return onInterruption((times, signal) => {
    if (times === 1) ask(signal);
    else if (times === 2) say("Already saving. A third Ctrl-C ends it at once, without saving.");
    else kill();
  });
}

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
