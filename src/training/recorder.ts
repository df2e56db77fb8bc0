import { probeLatents } from "../data/latents.ts";
import type { Between } from "../evaluation/between.ts";
import type { KnobValues } from "../experiment/knobs.ts";
import { encodeNpy } from "../formats/npy.ts";
import { PointsError } from "../measures/points.ts";
import type { EvaluationRecord } from "../runs/evaluations.ts";
import type { RunWriter } from "../runs/run-writer.ts";
import { firstNotFinite, toCheckpoint } from "./checkpoint-state.ts";
import { NotFinite } from "./ending.ts";
import { blaming, suspectsBehind } from "./blame.ts";
import type { IntervalMeans } from "./interval-means.ts";
import { isImage } from "./parameter-layout.ts";
import type { DrawSamples } from "./sample-picture.ts";
import { samplePicture } from "./sample-picture.ts";
import type { Session } from "./session.ts";
import { stateShapes } from "./step.ts";

/** A knob's tag is this and its key path. */
export const KNOB = "knob/";

/** How many probe latents a run renders. */
const PROBES = { points: 1024, images: 96 } as const;

/** Turns the state of a session into what a run's folder keeps. */
export class Recorder {
  readonly #session: Session;
  readonly #run: RunWriter;
  readonly #images: boolean;
  readonly #count: number;
  readonly #probes: Float32Array;
  readonly #draw: DrawSamples;

  constructor(session: Session, run: RunWriter) {
    const { experiment, sampleShape } = session.model;
    this.#session = session;
    this.#run = run;
    this.#images = isImage(sampleShape);
    this.#count = this.#images ? PROBES.images : PROBES.points;
    this.#probes = probeLatents(experiment.latent, this.#count);
    this.#draw = samplePicture(session.dataset);
  }

  scalars(step: number, values: Readonly<Record<string, number>>): void {
    this.#run.scalars(step, values);
  }

  /** Knobs as they stand at a step. */
  knobs(step: number, values: KnobValues): void {
    this.scalars(step, knobScalars(values));
  }

  /** The probe latents' outputs: samples/<step>.npy, and for images their grid beside it as .png. */
  async samples(step: number, between: Between): Promise<void> {
    const data = await this.#session.renderer.render(this.#probes, this.#count, between);
    const npy = encodeNpy({ shape: [this.#count, ...this.#session.model.sampleShape], data });
    this.#run.samples(step, npy, this.#images ? this.#draw(data).png : undefined);
  }

  /**
   * Every measure, and the knobs as they stand; for TensorBoard's image tab the probe latents' outputs as a picture. The
   * scalars are one append: they are all on record or none is, and the record of the evaluation before them.
   */
  async evaluation(step: number, knobs: KnobValues, between: Between): Promise<EvaluationRecord> {
    const { renderer, measures } = this.#session;
    try {
      const samples = await renderer.render(this.#probes, this.#count, between);
      const measured = { step, ...(await measures.measure(knobs, between)) };
      this.#run.picture(step, "samples", this.#draw(samples));
      this.#run.evaluation(measured);
      this.scalars(step, { ...measured.values, ...knobScalars(knobs) });
      return measured;
    } catch (error) {
      if (error instanceof PointsError && error.reason === "not finite")
        throw new NotFinite({
          step,
          ...blaming(
            `the generator's samples at step ${step} are not finite`,
            ["generator"],
            this.#session.modules,
          ),
        });
      throw error;
    }
  }

  /** Everything that an exact resume needs, and both networks. A state that is not finite is never kept. */
  async checkpoint(step: number, means: IntervalMeans): Promise<void> {
    const { model, networks, executor, renderer } = this.#session;
    const state = await executor.get(Object.keys(stateShapes(model)));
    const tensors = toCheckpoint(model, state);
    const bad = firstNotFinite(tensors);
    if (bad !== null)
      throw new NotFinite({
        step,
        ...blaming(`${bad} is not finite after step ${step}`, suspectsBehind(bad), this.#session.modules),
      });
    this.#run.checkpoint(step, {
      tensors: new Map([...tensors, ...means.tensors()]),
      metadata: { format: "pairing-lab.checkpoint.1", step: String(step) },
      ...networks.write(state, await renderer.moments()),
    });
  }
}

const knobScalars = (values: KnobValues): Record<string, number> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [KNOB + key, value]));
