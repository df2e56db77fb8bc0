import { progressLine, progressText, type Progress } from "./drawing/progress-bar.ts";
import { safeLine, styleFor } from "./drawing/style.ts";
import type { Call } from "./verb.ts";

/** Shows how a training gets on. */
export interface ProgressDisplay {
  show(progress: Progress): void;
  /** Writes a line for people without breaking the bar. */
  say(line: string): void;
  /** Leaves the bar as it is; what follows begins on a new line. */
  end(): void;
}

/** Milliseconds between two plain lines, unless an evaluation came in between. */
const PLAIN_INTERVAL = 10_000;

/** Terminals echo ^C where the cursor is: after the bar, on its line, so that it is erased with it. */
const ROOM_FOR_CONTROL_C = 3;

const ERASE_LINE = "\r\u001b[2K";

/**
 * On standard error: a bar where that is a terminal; else plain lines, one for each evaluation or ten seconds, and
 * none with --json.
 */
export function openProgressDisplay({ terminal, json }: Call): ProgressDisplay {
  const { err } = terminal;
  if (err.isTTY) {
    const style = styleFor(err.color);
    let last = "";
    return {
      show: progress => {
        last = safeLine(progressLine(progress, err.columns() - ROOM_FOR_CONTROL_C, style));
        err.write(ERASE_LINE + last);
      },
      say: line => {
        err.write(`${ERASE_LINE}${safeLine(line)}\n${last}`);
      },
      end: () => {
        if (last !== "") err.write("\n");
        last = "";
      },
    };
  }
  const say = (line: string) => {
    err.write(`${safeLine(line)}\n`);
  };
  if (json) return { show: () => undefined, say, end: () => undefined };
  let seen = "";
  let nextLine = 0;
  return {
    show: progress => {
      if (["queued", "starting"].includes(progress.state)) return;
      const evaluation = JSON.stringify([progress.lastEvaluation?.step, progress.state]);
      const now = Date.now();
      if (evaluation === seen && now < nextLine) return;
      seen = evaluation;
      nextLine = now + PLAIN_INTERVAL;
      say(progressText(progress));
    },
    say,
    end: () => undefined,
  };
}
