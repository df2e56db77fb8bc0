import { blockPoints } from "./blocks.ts";
import { distanceRatio } from "./distance-ratio.ts";
import { jacobianLatents, jacobianMeasures } from "./jacobian.ts";
import { latentRecovery, prepareLatents } from "./latent-recovery.ts";
import { assignModes, highQualityShare, modeDivergence, modesReached, modeSpread } from "./modes.ts";
import type { Modes } from "./modes.ts";
import { nearestSquared } from "./neighbours.ts";
import { checkedPoints, PointsError } from "./points.ts";
import type { Points } from "./points.ts";
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
  const latentReference = prepareLatents(latents);
  const moved = jacobianLatents(latents);
  const movedPoints = { data: moved, rows: moved.length / latents.dims, dims: latents.dims };
  return {
    jacobianLatents: movedPoints,
    evaluate: outputs => {
      const samples = checkedPoints(outputs.samples, "generated samples");
      const jacobian =
        outputs.jacobian && checkedPoints(outputs.jacobian, "generated samples beside the latents");
      requireShape(samples, latents.rows, real.dims);
      if (jacobian !== null) requireShape(jacobian, movedPoints.rows, real.dims);
      const blocked = blockPoints(samples);
      const nearest = nearestSquared(blocked, neighbours);
      const assignment = modes && assignModes(samples, modes);
      const quality = reference && compareBalls(reference, ballsFrom(blocked, neighbours, nearest));
      const shape = jacobian && jacobianMeasures(movedPoints, jacobian);
      return defined({
        "quality/precision": quality?.precision,
        "quality/recall": quality?.recall,
        "quality/density": quality?.density,
        "quality/coverage": quality?.coverage,
        "quality/modes": assignment && modesReached(assignment),
        "quality/high_quality": assignment && highQualityShare(assignment),
        "quality/mode_kl": assignment && modes && modeDivergence(assignment, modes),
        "collapse/mode_spread": assignment && modes && modeSpread(samples, assignment, modes),
        "collapse/effective_rank": shape?.effectiveRank,
        "collapse/log_condition": shape?.logCondition,
        "collapse/distance_ratio_p05": distanceRatio(latents, samples, assignment && assignment.nearest),
        "collapse/latent_recovery": latentRecovery(latentReference, blocked, nearest, neighbours),
      });
    },
  };
}

function requireShape(points: Points, rows: number, dims: number): void {
  if (points.rows === rows && points.dims === dims) return;
  const message = `generated samples: ${points.rows} rows of ${points.dims} values came back where ${rows} of ${dims} were expected`;
  throw new PointsError("shape", message);
}

/** What is undefined is left out, never NaN. */
function defined(values: Readonly<Record<MeasureTag, number | null | undefined>>): Measures {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => Number.isFinite(value)));
}
