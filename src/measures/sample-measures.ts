import { ballsFrom } from "./balls.ts";
import { blockPoints } from "./blocks.ts";
import { classAssignment, classSpread } from "./class-modes.ts";
import type { ClassModes } from "./class-modes.ts";
import { distanceRatio } from "./distance-ratio.ts";
import * as pointMeasures from "./index.ts";
import { everyDirection, jacobianLatents, jacobianMeasures } from "./jacobian.ts";
import type { JacobianPlan } from "./jacobian.ts";
import { latentRecovery, prepareLatents } from "./latent-recovery.ts";
import { modeDiversity, ModeKernels, NO_MODE } from "./mode-diversity.ts";
import { assignModes, highQualityShare, modeDivergence, modesReached, modeSpread } from "./modes.ts";
import type { Assignment, Modes } from "./modes.ts";
import { partMeasures, undefinedBecause } from "./measured.ts";
import type { Measured, Measures } from "./measured.ts";
import { nearestSquared } from "./neighbours.ts";
import type { Generated, PointMeasure, Reference, TakeMeasure } from "./point-measure.ts";
import { checkedPoints, PointsError } from "./points.ts";
import type { Points } from "./points.ts";
import { compareBalls, qualityTags, withShortBalls } from "./quality.ts";
import type { QualityTag } from "./quality.ts";
import { settled, type Sliced } from "./slices.ts";

export type MeasureTag =
  | QualityTag
  | keyof typeof pointMeasures
  | "quality/modes"
  | "quality/high_quality"
  | "quality/mode_kl"
  | "collapse/mode_spread"
  | "collapse/mode_diversity"
  | "collapse/effective_rank"
  | "collapse/log_condition"
  | "collapse/distance_ratio_p05"
  | "collapse/latent_recovery";

/** What measures of these samples gave. */
type Found = Readonly<Partial<Record<MeasureTag, Measured>>>;

/** The modes that the data are known to have: places around which they lie, or classes that can be told apart, or cannot. */
export type KnownModes =
  | ({ readonly kind: "places" } & Modes)
  | ({ readonly kind: "classes" } & ClassModes)
  | { readonly kind: "unknown"; readonly reason: string };

export interface SampleMeasuresOptions {
  /** Held-out real samples where distances are measured: the data's own units, or features. They are not copied. */
  readonly real: Points;
  /** k of precision, recall, density and coverage. */
  readonly neighbours: number;
  readonly modes: KnownModes | null;
  /** The latents of the generated samples, the same at every evaluation. They are not copied. */
  readonly latents: Points;
  /** Real samples that were trained on, for `quality/data_copying`; null leaves it out. */
  readonly training?: Points | null;
  /** Where the Jacobian is taken; along every direction where it is left out. */
  readonly jacobian?: JacobianPlan;
  /** Whether these are features whose Frechet distance is called FID. */
  readonly frechet?: boolean;
}

export interface Outputs {
  /** The generator's outputs at `latents`, where distances are measured. */
  readonly samples: Points;
  /** The generator's outputs at `jacobianLatents`; null leaves the measures of the Jacobian out. */
  readonly jacobian: Points | null;
  /** The class of each sample, where the modes are classes. */
  readonly classes?: Int32Array | null;
}

export interface SampleMeasures {
  /** The latents to render beside `latents`, [2 * directions * latents, latent size]. */
  readonly jacobianLatents: Points & { readonly data: Float32Array };
  /** Throws PointsError where the shapes do not fit or an output is not finite, naming the first bad row. */
  measure(outputs: Outputs): Sliced<Measures>;
}

/**
 * Prepares what is the same at every evaluation: the real points' balls, the latents' neighbours, the latents to
 * render for the Jacobian. What asks for balls is undefined where either set has not more than `neighbours`
 * points. Throws PointsError where points are not finite or shapes do not fit.
 */
export function* prepareSampleMeasures(options: SampleMeasuresOptions): Sliced<SampleMeasures> {
  const { neighbours, modes } = options;
  const real = checkedPoints(options.real, "real samples");
  const latents = checkedPoints(options.latents, "latents");
  if (latents.rows < 1) throw new PointsError("too few", "latents: at least one is needed");
  checkModes(modes, real);
  const blockedReal = yield* blockPoints(real);
  const balls =
    Math.min(real.rows, latents.rows) > neighbours
      ? yield* withShortBalls(
          ballsFrom(blockedReal, neighbours, yield* nearestSquared(blockedReal, neighbours)),
        )
      : null;
  const k = balls === null ? 1 : neighbours;
  const modeOfReal = modesOfReal(modes, real);
  const kernels = modeOfReal === null ? null : new ModeKernels(real, modeOfReal);
  const training = options.training ?? null;
  const ofPoints = yield* preparedMeasures({
    real: blockedReal,
    realPoints: real,
    training: training === null ? null : checkedPoints(training, "training samples"),
    rows: latents.rows,
    frechet: options.frechet === true,
  });
  const latentReference = yield* prepareLatents(latents);
  const plan = options.jacobian ?? everyDirection;
  const moved = jacobianLatents(latents, plan);
  const movedPoints = { data: moved, rows: moved.length / latents.dims, dims: latents.dims };
  return {
    jacobianLatents: movedPoints,
    *measure(outputs) {
      const samples = checkedPoints(outputs.samples, "generated samples");
      if (samples.rows !== latents.rows || samples.dims !== real.dims) {
        const message = `generated samples: ${samples.rows} rows of ${samples.dims} values came back where ${latents.rows} of ${real.dims} were expected`;
        throw new PointsError("shape", message);
      }
      const blocked = yield* blockPoints(samples);
      const nearest = yield* nearestSquared(blocked, k);
      const found = modes === null ? null : modeMeasures(modes, real, samples, outputs.classes ?? null);
      const membership = found?.membership ?? null;
      const measured: Found = {
        ...(balls === null
          ? Object.fromEntries(
              qualityTags.map(tag => [tag, undefinedBecause(`fewer than ${neighbours + 1} samples`)]),
            )
          : yield* compareBalls(balls, ballsFrom(blocked, k, nearest))),
        ...(yield* pointsMeasured(ofPoints, { samples, blocked })),
        ...found?.measures,
        ...(kernels === null || membership === null
          ? {}
          : { "collapse/mode_diversity": yield* modeDiversity(kernels, samples, membership) }),
        ...(outputs.jacobian === null ? {} : yield* shapeMeasures(movedPoints, outputs.jacobian, plan)),
        "collapse/distance_ratio_p05": yield* distanceRatio(latents, samples, found?.modeOf ?? null),
        "collapse/latent_recovery": yield* latentRecovery(latentReference, blocked, nearest, k),
      };
      return partMeasures(measured);
    },
  };
}

type Prepared = readonly (readonly [tag: string, take: TakeMeasure])[];

function* preparedMeasures(reference: Reference): Sliced<Prepared> {
  const prepared: [string, TakeMeasure][] = [];
  for (const [tag, prepare] of Object.entries<PointMeasure>(pointMeasures)) {
    const take = yield* settled(prepare(reference));
    if (take !== null) prepared.push([tag, take]);
  }
  return prepared;
}

function* pointsMeasured(prepared: Prepared, generated: Generated): Sliced<Found> {
  const found: Record<string, Measured> = {};
  for (const [tag, take] of prepared) found[tag] = yield* settled(take(generated));
  return found;
}

function checkModes(modes: KnownModes | null, real: Points): void {
  if (modes?.kind === "places" && modes.centers.length !== modes.count * real.dims) {
    const message = `modes: ${modes.centers.length} coordinates are not ${modes.count} centres of ${real.dims} dimensions`;
    throw new PointsError("shape", message);
  }
  if (modes?.kind === "classes" && modes.real.length !== real.rows)
    throw new PointsError(
      "shape",
      `modes: ${modes.real.length} classes are not those of ${real.rows} real samples`,
    );
}

/** The mode of each real sample; of those that belong to none NO_MODE. Null where modes cannot be told. */
function modesOfReal(modes: KnownModes | null, real: Points): Int32Array | null {
  switch (modes?.kind) {
    case "places":
      return membershipOf(assignModes(real, modes));
    case "classes":
      return modes.real;
    case "unknown":
    case undefined:
      return null;
    default:
      return modes satisfies never;
  }
}

/** The mode within whose radius each sample lies. */
const membershipOf = ({ nearest, highQuality }: Assignment): Int32Array =>
  nearest.map((mode, row) => (highQuality[row] === 1 ? mode : NO_MODE));

/** What the modes give, the mode of each sample, and the one that it belongs to. */
function modeMeasures(
  modes: KnownModes,
  real: Points,
  samples: Points,
  classes: Int32Array | null,
): { readonly measures: Found; readonly modeOf: Int32Array | null; readonly membership: Int32Array | null } {
  switch (modes.kind) {
    case "places": {
      const assignment = assignModes(samples, modes);
      const measures = {
        "quality/modes": modesReached(assignment),
        "quality/high_quality": highQualityShare(assignment),
        "quality/mode_kl": modeDivergence(assignment, modes),
        "collapse/mode_spread": modeSpread(samples, assignment, modes),
      };
      return { measures, modeOf: assignment.nearest, membership: membershipOf(assignment) };
    }
    case "classes": {
      if (classes?.length !== samples.rows)
        throw new PointsError(
          "shape",
          `generated samples: ${classes?.length ?? 0} classes came for ${samples.rows}`,
        );
      const assignment = classAssignment(classes, modes.count);
      const measures = {
        "quality/modes": modesReached(assignment),
        "quality/mode_kl": modeDivergence(assignment, modes),
        "collapse/mode_spread": classSpread(real, modes.real, samples, classes),
      };
      return { measures, modeOf: classes, membership: classes };
    }
    case "unknown": {
      const why = undefinedBecause(modes.reason);
      const measures = {
        "quality/modes": why,
        "quality/mode_kl": why,
        "collapse/mode_spread": why,
        "collapse/mode_diversity": why,
      };
      return { measures, modeOf: null, membership: null };
    }
    default:
      return modes satisfies never;
  }
}

function* shapeMeasures(moved: Points, jacobian: Points, plan: JacobianPlan): Sliced<Found> {
  const outputs = checkedPoints(jacobian, "generated samples beside the latents");
  const { effectiveRank, logCondition } = yield* jacobianMeasures(moved, outputs, plan);
  return { "collapse/effective_rank": effectiveRank, "collapse/log_condition": logCondition };
}
