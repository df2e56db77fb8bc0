import { fork } from "node:child_process";
import { CallError } from "../protocol/calls.ts";
import { Caller } from "../protocol/channel.ts";
import { viewerProtocol, type ViewerCalls } from "../protocol/viewer-calls.ts";

/** How much of the viewer's standard error is kept, to say why it died. */
const KEPT_CHARACTERS = 2000;

/** A process that renders checkpoints. */
export interface Viewer {
  readonly pid: number | undefined;
  /** Its calls end with "closed" and the reason when the process cannot be started, cannot be reached, or dies. */
  readonly caller: Caller<ViewerCalls>;
  /** Resolves when the process has gone, or could not be started; never rejects. */
  readonly ended: Promise<void>;
  /** Lets it go: calls still running end as closed, and the viewer ends by itself when its channel closes. */
  end(): void;
}

/** Starts the viewer's program. What keeps it from running is told by its calls. */
export function startViewer(script: string): Viewer {
  const child = fork(script, [], {
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
    execArgv: [],
  });
  const close = (why: string) => {
    caller.close(new CallError("closed", why));
  };
  const caller = new Caller<ViewerCalls>(viewerProtocol, packet => {
    // Never started: its "error" says why.
    if (child.pid === undefined) return;
    child.send(packet, error => {
      if (error !== null) close(`the viewer cannot be reached: ${error.message}`);
    });
  });
  let lastWords = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    lastWords = (lastWords + text).slice(-KEPT_CHARACTERS);
  });
  child.on("message", packet => {
    caller.receive(packet);
  });
  const ended = new Promise<void>(resolve => {
    child.on("error", error => {
      close(`the viewer cannot be started: ${error.message}`);
      resolve();
    });
    // Not "close": Node leaves it out when it is we who disconnect.
    child.once("exit", (code, signal) => {
      const tell = () => {
        const why = lastWords.trim().split("\n").at(-1) ?? "";
        close(`the viewer ended (${signal ?? `exit code ${String(code)}`})${why === "" ? "" : `: ${why}`}`);
        resolve();
      };
      if (child.stderr === null || child.stderr.closed) tell();
      else child.stderr.once("close", tell);
    });
  });
  return {
    pid: child.pid,
    caller,
    ended,
    end: () => {
      close("the viewer was ended");
      if (child.connected) child.disconnect();
    },
  };
}
