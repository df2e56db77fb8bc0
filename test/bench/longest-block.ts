// How long the process was held up at most, as the extension host would feel it.
import { existsSync, readFileSync } from "node:fs";

export interface Block {
  /** Milliseconds by the clock: on a busy machine it holds what others took. */
  readonly wall: number;
  /**
   * Milliseconds that the main thread itself worked, where the system tells that (Linux); elsewhere the work of all the
   * process's threads, which is more: V8 compiles and collects beside the main thread.
   */
  readonly own: number;
}

export interface BlockWatch {
  /** The longest times between two turns of the event loop since the start. */
  stop(): Block;
}

/** Of the main thread, whose number is the process's: nanoseconds on the processor, and two more numbers. */
const schedstat = `/proc/self/task/${process.pid}/schedstat`;

const isTold = existsSync(schedstat);

const ownMs = (): number => {
  if (isTold) return Number(readFileSync(schedstat, "utf8").split(" ", 1)[0]) / 1e6;
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Takes a turn of the event loop again and again and remembers the longest waits. */
export function watchBlocks(): BlockWatch {
  let longest: Block = { wall: 0, own: 0 };
  let last = { wall: performance.now(), own: ownMs() };
  let running = true;
  const tick = () => {
    const now = { wall: performance.now(), own: ownMs() };
    longest = {
      wall: Math.max(longest.wall, now.wall - last.wall),
      own: Math.max(longest.own, now.own - last.own),
    };
    last = now;
    if (running) setImmediate(tick);
  };
  setImmediate(tick);
  return {
    stop() {
      running = false;
      return longest;
    },
  };
}
