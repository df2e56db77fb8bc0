import { setImmediate as turn } from "node:timers/promises";
import { probeLatents } from "../data/latents.ts";
import type { KnobValues } from "../experiment/knobs.ts";
import { encodeNpy } from "../formats/npy.ts";
import { PointsError } from "../measures/points.ts";
import type { RunWriter } from "../runs/run-writer.ts";
import { firstNotFinite, toCheckpoint } from "./checkpoint-state.ts";
import { NotFinite } from "./ending.ts";
import type { IntervalMeans } from "./interval-means.ts";
import type { Progress } from "./progress.ts";
import { elements } from "./layout.ts";
import { SamplePicture } from "./sample-picture.ts";
import type { Session } from "./session.ts";
import { stateShapes } from "./step.ts";

/** How many probe latents a run of points renders. */
const PROBES_OF_POINTS = 1024;

/** Turns the state of a session into what a run's folder keeps. */
export class Recorder {
  readonly #session: Session;
  readonly #run: RunWriter;
  readonly #progress: Progress;
  readonly #probes: Float32Array;
  readonly #picture: SamplePicture;

  constructor(session: Session, run: RunWriter, progress: Progress) {
    this.#session = session;
    this.#run = run;
    this.#progress = progress;
    this.#probes = probeLatents(session.model.experiment.latent, PROBES_OF_POINTS);
    this.#picture = new SamplePicture(session.dataset, elements(session.model.sampleShape));
  }

  scalars(step: number, values: Readonly<Record<string, number>>): void {
    this.#run.scalars(step, values);
    this.#progress.note(step, values);
  }

  /** The probe latents' outputs, samples/<step>.npy. */
  async samples(step: number): Promise<void> {
    const data = await this.#session.renderer.render(this.#probes, PROBES_OF_POINTS);
    const shape = [PROBES_OF_POINTS, ...this.#session.model.sampleShape];
    this.#run.samples(step, encodeNpy({ shape, data }));
  }

  /** The probe latents' outputs as a picture among the points, for TensorBoard's image tab. */
  async picture(step: number): Promise<void> {
    const samples = await this.#session.renderer.render(this.#probes, PROBES_OF_POINTS);
    this.#run.picture(step, "samples", this.#picture.draw(samples));
  }

  /** Every measure, and the knobs as they stand. */
  async evaluation(step: number, knobs: KnobValues): Promise<void> {
    try {
      const measures = await this.#session.evaluation.measure(knobs, () => turn());
      const named = Object.entries(knobs).map(([key, value]) => [`knob/${key}`, value]);
      this.scalars(step, { ...measures, ...(Object.fromEntries(named) as Record<string, number>) });
    } catch (error) {
      if (error instanceof PointsError && error.reason === "not finite")
        throw new NotFinite(step, `the generator's samples at step ${step} are not finite`);
      throw error;
    }
  }

  /** Everything that an exact resume needs, and both networks. A state that is not finite is never kept. */
  async checkpoint(step: number, means: IntervalMeans): Promise<void> {
    const { model, networks, executor } = this.#session;
    const state = await executor.get(Object.keys(stateShapes(model)));
    const tensors = toCheckpoint(model, state);
    const bad = firstNotFinite(tensors);
    if (bad !== null) throw new NotFinite(step, `${bad} is not finite after step ${step}`);
    this.#run.checkpoint(step, {
      tensors: new Map([...tensors, ...means.tensors()]),
      metadata: { format: "pairing-lab.checkpoint.1", step: String(step) },
      ...networks.write(state),
    });
  }
}
