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

/**
 * Wraps a process stream. A reader that has gone (`pairing-lab runs | head -1`) is no error: what is written
 * after that is dropped, and `unread` is told once.
 */
function outputOf(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv, unread: () => void): Output {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED") unread();
    else throw error;
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

export function openTerminal(programFolder: string, version: string): Terminal {
  const gone = new AbortController();
  const unread = () => {
    gone.abort();
  };
  return {
    out: outputOf(process.stdout, process.env, unread),
    err: outputOf(process.stderr, process.env, unread),
    cwd: process.cwd(),
    programFolder,
    version,
    unread: gone.signal,
  };
}
