/** One of the two output streams, as verbs see it. */
export interface Output {
  write(text: string): void;
  /** Whether a person is looking: lines may be rewritten. */
  readonly isTTY: boolean;
  /** Whether colours may be used. */
  readonly color: boolean;
  /** Characters a line; 80 where nobody knows. */
  columns(): number;
}

/** Where a verb runs: what it may write to, and what it knows of its surroundings. */
export interface Terminal {
  readonly out: Output;
  readonly err: Output;
  readonly cwd: string;
  /** The folder of the built product: cli.js, trainer.js, viewer.js. */
  readonly programFolder: string;
  readonly version: string;
  /** Aborted when nobody reads the output any more. */
  readonly unread: AbortSignal;
}

const MOST_COLUMNS = 160;

/** What is told of an output that could not be written to. */
interface OutputTrouble {
  /** Nobody reads it any more. */
  readonly unread: () => void;
  /** What was just written is lost; what is written next is tried again. */
  readonly lost: (error: Error) => void;
}

/**
 * Wraps a process stream. No trouble of it ends the process, and a training with it. A reader that has gone
 * (`pairing-lab runs | head -1`, a terminal that was closed) is no error: what is written after that is dropped.
 */
function outputOf(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv, trouble: OutputTrouble): Output {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    const { code = "" } = error;
    if (["EPIPE", "ERR_STREAM_DESTROYED"].includes(code) || (code === "EIO" && stream.isTTY))
      trouble.unread();
    else trouble.lost(error);
  });
  const isTTY = stream.isTTY && env["TERM"] !== "dumb";
  return {
    write: text => {
      if (!stream.destroyed) stream.write(text);
    },
    isTTY,
    color: isTTY && (env["NO_COLOR"] ?? "") === "",
    columns: () => Math.min(MOST_COLUMNS, isTTY && stream.columns > 0 ? stream.columns : 80),
  };
}

/** The terminal of this process. `lost` hears of what could not be written to standard output (a full disk). */
export function openTerminal(programFolder: string, version: string, lost: (error: Error) => void): Terminal {
  const gone = new AbortController();
  const unread = () => {
    gone.abort();
  };
  return {
    out: outputOf(process.stdout, process.env, { unread, lost }),
    // What cannot be said has nobody to be told to.
    err: outputOf(process.stderr, process.env, { unread, lost: () => undefined }),
    cwd: process.cwd(),
    programFolder,
    version,
    unread: gone.signal,
  };
}
