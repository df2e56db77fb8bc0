import { fork, type ChildProcess } from "node:child_process";
import { CallError, type MethodOf } from "../protocol/calls.ts";
import { Caller, type CallOptions } from "../protocol/channel.ts";
import { viewerProtocol, type ViewerCalls } from "../protocol/viewer-calls.ts";

/** How much of the viewer's standard error is kept, to say why it died. */
const KEPT_CHARACTERS = 2000;
const IDLE_MS = 60_000;

interface Running {
  readonly child: ChildProcess;
  readonly caller: Caller<ViewerCalls>;
}

/**
 * The one process that renders checkpoints for every dashboard of this window: started by the first call, ended when
 * nothing was asked of it for a while, started anew after it died. A call's signal cancels it in that process too.
 */
export class ViewerProcess {
  readonly #script: string;
  readonly #idleMs: number;
  #running: Running | null = null;
  #calls = 0;
  #idle: NodeJS.Timeout | undefined;
  #disposed = false;

  constructor(script: string, { idleMs = IDLE_MS }: { readonly idleMs?: number } = {}) {
    this.#script = script;
    this.#idleMs = idleMs;
  }

  /** The process while there is one, for tests and the log. */
  get pid(): number | null {
    return this.#running?.child.pid ?? null;
  }

  /** Rejects with CallError: what the viewer answered, or "closed" when it died meanwhile. */
  async call<M extends MethodOf<ViewerCalls>>(
    method: M,
    params: ViewerCalls[M]["params"],
    options: CallOptions = {},
  ): Promise<ViewerCalls[M]["result"]> {
    if (this.#disposed) throw new CallError("closed", "the editor's window is closing");
    this.#running ??= this.#start();
    clearTimeout(this.#idle);
    this.#calls++;
    try {
      return await this.#running.caller.call(method, params, options);
    } finally {
      this.#calls--;
      if (this.#calls === 0) this.#endWhenIdle();
    }
  }

  #endWhenIdle(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      this.#end();
    }, this.#idleMs);
    this.#idle.unref();
  }

  #start(): Running {
    const child = fork(this.#script, [], {
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
      execArgv: [],
    });
    let lastWords = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      lastWords = (lastWords + text).slice(-KEPT_CHARACTERS);
    });
    const caller = new Caller<ViewerCalls>(viewerProtocol, packet => {
      child.send(packet, error => {
        if (error !== null) close(`the viewer cannot be reached: ${error.message}`);
      });
    });
    const running = { child, caller };
    const close = (why: string) => {
      caller.close(new CallError("closed", why));
      if (this.#running === running) this.#running = null;
    };
    child.on("message", packet => {
      caller.receive(packet);
    });
    child.once("error", error => {
      close(`the viewer cannot be started: ${error.message}`);
    });
    child.once("close", (code, signal) => {
      const why = lastWords.trim().split("\n").at(-1) ?? "";
      close(`the viewer ended (${signal ?? `exit code ${String(code)}`})${why === "" ? "" : `: ${why}`}`);
    });
    return running;
  }

  /** The viewer ends by itself when its channel closes. */
  #end(): void {
    const running = this.#running;
    this.#running = null;
    if (running === null) return;
    running.caller.close(new CallError("closed", "the viewer was ended"));
    if (running.child.connected) running.child.disconnect();
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#idle);
    this.#end();
  }
}
