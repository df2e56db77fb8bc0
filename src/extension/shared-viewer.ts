import { startViewer, type Viewer } from "../launching/viewer.ts";
import { untrusted } from "../protocol/call-kinds.ts";
import { CallError, type MethodOf } from "../protocol/calls.ts";
import type { CallOptions } from "../protocol/channel.ts";
import type { ViewerCalls } from "../protocol/viewer-calls.ts";
import { later, letGo } from "../unattended/unattended.ts";

const IDLE_MS = 60_000;

/**
 * The one process that renders checkpoints for every dashboard of this window: started by the first call, ended when
 * nothing was asked of it for a while, started anew after it died. A call's signal cancels it in that process too.
 */
export class SharedViewer {
  readonly #script: string;
  readonly #mayStart: () => boolean;
  readonly #idleMs: number;
  #running: Viewer | null = null;
  #calls = 0;
  #idle: NodeJS.Timeout | undefined;
  #disposed = false;

  constructor(
    script: string,
    {
      mayStart = () => true,
      idleMs = IDLE_MS,
    }: {
      /** Whether the workspace is trusted. */ readonly mayStart?: () => boolean;
      readonly idleMs?: number;
    } = {},
  ) {
    this.#script = script;
    this.#mayStart = mayStart;
    this.#idleMs = idleMs;
  }

  /** The process while there is one, for tests and the log. */
  get pid(): number | null {
    return this.#running?.pid ?? null;
  }

  /** Rejects with CallError: what the viewer answered, "closed" when it died meanwhile, "untrusted" where it may not start. */
  async call<M extends MethodOf<ViewerCalls>>(
    method: M,
    params: ViewerCalls[M]["params"],
    options: CallOptions = {},
  ): Promise<ViewerCalls[M]["result"]> {
    if (this.#disposed) throw new CallError("closed", "the editor's window is closing");
    if (!this.#mayStart()) throw new CallError("untrusted", untrusted.renders);
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

  /** Starts the process where something will be asked of it soon. */
  warm(): void {
    if (this.#disposed || this.#running !== null || !this.#mayStart()) return;
    this.#running = this.#start();
    this.#endWhenIdle();
  }

  #start(): Viewer {
    const viewer = startViewer(this.#script);
    letGo(
      viewer.ended.then(() => {
        if (this.#running === viewer) this.#running = null;
      }),
    );
    return viewer;
  }

  #endWhenIdle(): void {
    clearTimeout(this.#idle);
    this.#idle = later(this.#idleMs, () => {
      this.#end();
    });
    this.#idle.unref();
  }

  #end(): void {
    this.#running?.end();
    this.#running = null;
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#idle);
    this.#end();
  }
}
