import { signal, type Signal } from "@preact/signals";
import type { ReportCalls, ReportRun, ReportSamples } from "../../src/protocol/report.ts";
import type { ModeFacts, PointCloud } from "../../src/protocol/pictures.ts";
import { extentOf, type Extent } from "../numbers/modes.ts";
import { partsOf, type Parts } from "../numbers/parts.ts";
import type { PageConnection } from "../host/connect-page.ts";

/** Asked for at the same time. */
const AT_ONCE = 4;
/** A live run's samples are asked for again at most so often, in milliseconds. */
const CALM_MS = 4_000;
const REAL_POINTS = 600;

interface Held {
  readonly samples: Signal<ReportSamples | null>;
  readonly problem: Signal<string | null>;
  /** The run's step when they were asked for. */
  step: number;
  at: number;
}

/** The frame that all small pictures of points share. */
export interface Frame {
  readonly extent: Extent;
  readonly real: PointCloud;
  readonly modes: ModeFacts | null;
  readonly parts: Parts | null;
}

/** The newest samples of the runs that are looked at, a few asked for at a time. */
export class Thumbnails {
  readonly frame = signal<Frame | null>(null);
  readonly #call: PageConnection<ReportCalls>["call"];
  readonly #held = new Map<string, Held>();
  readonly #waiting = new Map<string, ReportRun>();
  #asked = 0;
  #framed = false;

  constructor(call: PageConnection<ReportCalls>["call"]) {
    this.#call = call;
  }

  /** What is known of a run's samples now; they come when `want` asked for them. */
  of(run: ReportRun): Held {
    const known = this.#held.get(run.folder);
    if (known !== undefined) return known;
    const held: Held = { samples: signal(null), problem: signal(null), step: -1, at: -Infinity };
    this.#held.set(run.folder, held);
    return held;
  }

  /** A run's picture is on screen. */
  want(run: ReportRun): void {
    const held = this.of(run);
    const due = run.standing === "done" || performance.now() - held.at > CALM_MS;
    if (held.step === run.step || !due) return;
    this.#waiting.set(run.folder, run);
    this.#advance();
  }

  #advance(): void {
    for (const [folder, run] of this.#waiting) {
      if (this.#asked >= AT_ONCE) return;
      this.#waiting.delete(folder);
      this.#asked++;
      void this.#fetch(run).finally(() => {
        this.#asked--;
        this.#advance();
      });
    }
  }

  async #fetch(run: ReportRun): Promise<void> {
    const held = this.of(run);
    held.step = run.step;
    held.at = performance.now();
    try {
      const samples = await this.#call("samples/newest", { run: run.folder });
      held.samples.value = samples;
      held.problem.value = null;
      if (samples.points !== null) this.frameBy(run);
    } catch (error) {
      held.step = -1;
      held.problem.value = error instanceof Error ? error.message : String(error);
    }
  }

  /** Every run of a sweep that does not vary the data has the same real points. */
  frameBy({ folder }: Pick<ReportRun, "folder">): void {
    if (this.#framed) return;
    this.#framed = true;
    this.#call("data/real", { run: folder, count: REAL_POINTS }).then(
      ({ samples, modes, classes }) => {
        this.frame.value = {
          extent: extentOf(samples, 0, Math.min(1, samples.dims - 1)),
          real: samples,
          modes,
          parts: partsOf({ modes, classes }),
        };
      },
      () => {
        // Without a checkpoint there is none yet: the next picture asks again.
        this.#framed = false;
      },
    );
  }
}
