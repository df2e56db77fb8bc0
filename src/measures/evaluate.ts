import { blockPoints } from "./blocks.ts";
import { distanceRatio } from "./distance-ratio.ts";
import { jacobianLatents, jacobianMeasures } from "./jacobian.ts";
import { latentRecovery, prepareLatents } from "./latent-recovery.ts";
import { assignModes, highQualityShare, modeDivergence, modesReached, modeSpread } from "./modes.ts";
import type { Assignment, Modes } from "./modes.ts";
import { nearestSquared } from "./neighbours.ts";
import { checkedPoints, PointsError } from "./points.ts";
import type { Points } from "./points.ts";
import type { Balls, RealReference } from "./quality.ts";
import { ballsFrom, compareBalls, prepareReal } from "./quality.ts";

export type MeasureTag =
  | "quality/precision"
  | "quality/recall"
  | "quality/density"
  | "quality/coverage"
  | "quality/modes"
  | "quality/high_quality"
  | "quality/mode_kl"
  | "collapse/mode_spread"
  | "collapse/effective_rank"
  | "collapse/log_condition"
  | "collapse/distance_ratio_p05"
  | "collapse/latent_recovery";

/** The measures that are defined for the data at this moment; all finite. */
export type Measures = Readonly<Partial<Record<MeasureTag, number>>>;

export interface EvaluatorOptions {
  /** Held-out real samples, in the data's own units. */
  readonly real: Points;
  /** k of precision, recall, density and coverage. */
  readonly neighbours: number;
  readonly modes: Modes | null;
  /** The latents of the generated samples, the same at every evaluation. */
  readonly latents: Points;
}

export interface Evaluator {
  /** The latents to render beside `latents`, [2 * latent size * at most 256, latent size]. */
  readonly jacobianLatents: Points & { readonly data: Float32Array };
  /**
   * `samples` are the generator's outputs at `latents`, `jacobian` those at `jacobianLatents` (null leaves its
   * measures out). Throws PointsError where the shapes do not fit or an output is not finite, naming the first bad row.
   */
  evaluate(outputs: { readonly samples: Points; readonly jacobian: Points | null }): Measures;
}

/**
 * Prepares what is the same at every evaluation: the real points' balls, the latents' neighbours, the latents to
 * render for the Jacobian. Precision, recall, density and coverage are left out where either set has not more than
 * `neighbours` points. Throws PointsError where points are not finite or shapes do not fit.
 */
export function createEvaluator(options: EvaluatorOptions): Evaluator {
  const { neighbours, modes } = options;
  const real = checkedPoints(options.real, "real samples");
  const latents = checkedPoints(options.latents, "latents");
  if (latents.rows < 1) throw new PointsError("too few", "latents: at least one is needed");
  if (modes !== null && modes.centers.length !== modes.count * real.dims) {
    const message = `modes: ${modes.centers.length} coordinates are not ${modes.count} centres of ${real.dims} dimensions`;
    throw new PointsError("shape", message);
  }
  const reference = Math.min(real.rows, latents.rows) > neighbours ? prepareReal(real, neighbours) : null;
  const k = reference === null ? 1 : neighbours;
  const latentReference = prepareLatents(latents);
  const moved = jacobianLatents(latents);
  const movedPoints = { data: moved, rows: moved.length / latents.dims, dims: latents.dims };
  return {
    jacobianLatents: movedPoints,
    evaluate: outputs => {
      const samples = checkedPoints(outputs.samples, "generated samples");
      if (samples.rows !== latents.rows || samples.dims !== real.dims) {
        const message = `generated samples: ${samples.rows} rows of ${samples.dims} values came back where ${latents.rows} of ${real.dims} were expected`;
        throw new PointsError("shape", message);
      }
      const blocked = blockPoints(samples);
      const nearest = nearestSquared(blocked, k);
      const assignment = modes === null ? null : assignModes(samples, modes);
      return defined({
        ...(reference === null ? {} : qualityMeasures(reference, ballsFrom(blocked, k, nearest))),
        ...(modes === null || assignment === null ? {} : modeMeasures(samples, modes, assignment)),
        ...(outputs.jacobian === null ? {} : shapeMeasures(movedPoints, outputs.jacobian)),
        "collapse/distance_ratio_p05": distanceRatio(latents, samples, assignment?.nearest ?? null),
        "collapse/latent_recovery": latentRecovery(latentReference, blocked, nearest, k),
      });
    },
  };
}

function qualityMeasures(real: RealReference, fake: Balls): Measures {
  const { precision, recall, density, coverage } = compareBalls(real, fake);
  return {
    "quality/precision": precision,
    "quality/recall": recall,
    "quality/density": density,
    "quality/coverage": coverage,
  };
}

function modeMeasures(samples: Points, modes: Modes, assignment: Assignment): Measures {
  return {
    "quality/modes": modesReached(assignment),
    "quality/high_quality": highQualityShare(assignment),
    "quality/mode_kl": modeDivergence(assignment, modes),
    "collapse/mode_spread": modeSpread(samples, assignment, modes),
  };
}

function shapeMeasures(moved: Points, jacobian: Points): Measures {
  const outputs = checkedPoints(jacobian, "generated samples beside the latents");
  const { effectiveRank, logCondition } = jacobianMeasures(moved, outputs);
  return { "collapse/effective_rank": effectiveRank, "collapse/log_condition": logCondition };
}

/** What is undefined is left out, never NaN. */
function defined(values: Measures): Measures {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => Number.isFinite(value)));
}
