import type { ReportRun, ReportSource } from "../../src/sweeps/report/report.ts";
import { combinationsOf } from "../../src/sweeps/sweep.ts";

/** What a synthetic sweep holds: weights (the first 0), regimes, seeds. */
export interface SweepSize {
  readonly weights: number;
  readonly regimes: number;
  readonly seeds: number;
  /** Whether at the third weight without R1 the outputs of some seeds do not differ. */
  readonly collapsed?: boolean;
}

/** What is undefined where outputs do not differ. */
const ofDifferences = ["collapse/effective_rank", "quality/precision"];

/** Between -1 and 1, the same for the same numbers. */
const noise = (...numbers: readonly number[]): number => {
  const mixed = numbers.reduce((sum, value, i) => sum + value * (12.9898 + 7.123 * i), 1.234);
  const wave = Math.sin(mixed) * 43_758.5453;
  return 2 * (wave - Math.floor(wave)) - 1;
};

const bell = (x: number, middle: number, width: number) => Math.exp(-(((x - middle) / width) ** 2));
const share = (value: number) => Math.min(1, Math.max(0, value));

/** The story of the mock-up: the best weight is 0.02 against a weak discriminator and 0.01 with R1. */
function scalarsOf(weight: number, regime: number, seed: number): Record<string, number> {
  const x = weight === 0 ? -4 : Math.log10(weight);
  const wobble = (k: number) => 0.03 * noise(x, regime, seed, k);
  const [peak, top] = regime === 0 ? [-1.7, 0.58] : [-2, 0.81];
  const coverage = share(0.05 + 0.3 * regime + (top - 0.05 - 0.3 * regime) * bell(x, peak, 0.9) + wobble(1));
  return {
    "quality/precision": share(
      (regime === 0 ? 0.45 * bell(x, -1.7, 0.8) : 0.87 - 0.25 * bell(x, -1, 0.6)) + wobble(2),
    ),
    "quality/recall": share(1 / (1 + Math.exp(-3 * (x + 2.6 + 0.8 * regime))) + wobble(3)),
    "quality/coverage": coverage,
    "quality/density": share(0.4 + 0.4 * regime - 0.1 * x * wobble(4)),
    "quality/modes": Math.round(8 * share(coverage * 1.6)),
    "collapse/effective_rank": 1.35 + 0.35 * bell(x, -1, 1.5) + wobble(5),
    "collapse/log_condition": 1.1 - 0.7 * bell(x, -1, 1.5) + wobble(6),
    "collapse/mode_spread": 0.6 + 0.12 * (x + 4) + wobble(7),
    "collapse/distance_ratio_p05": share(0.03 + 0.12 * (x + 4) + wobble(8)),
    "collapse/latent_recovery": share(0.26 - 0.05 * (x + 4) + wobble(9)),
  };
}

/** A sweep of weights in regimes over seeds: a run of the last weight failed, `unfinished` runs train. */
export function syntheticSweep(
  { weights, regimes, seeds, collapsed = false }: SweepSize,
  unfinished = 0,
): ReportSource {
  const values = Array.from({ length: weights }, (_, i) =>
    i === 0 ? 0 : Number((0.001 * 100 ** ((i - 1) / Math.max(1, weights - 2))).toPrecision(3)),
  );
  const axes = [
    { key: "pairing.weight", values },
    ...(regimes > 1
      ? [{ key: "penalties.r1.gamma", values: Array.from({ length: regimes }, (_, i) => i / 10) }]
      : []),
  ];
  const plannedSeeds = Array.from({ length: seeds }, (_, i) => i + 1);
  const runs = combinationsOf({ axes }).flatMap((point, i) =>
    plannedSeeds.map((seed): ReportRun => {
      const weight = Number(point["pairing.weight"]);
      const gamma = Number(point["penalties.r1.gamma"] ?? 0);
      const failed = weight === values.at(-1) && gamma === 0 && seed === 2;
      const lacks = collapsed && weight === values[2] && gamma === 0 && seed > 1 ? ofDifferences : [];
      const measured = Object.entries(scalarsOf(weight, Math.round(gamma * 10), seed));
      const id = `run-${i}-${seed}`;
      return {
        id,
        folder: `/runs/pairing-weight/${id}`,
        point,
        seed,
        state: failed ? "failed" : "done",
        standing: failed ? "failed" : "done",
        step: failed ? 5310 : 8000,
        steps: 8000,
        message: failed ? "loss/generator became not finite" : "",
        figures: {
          step: failed ? 5000 : 8000,
          values: Object.fromEntries(measured.filter(([tag]) => !lacks.includes(tag))),
          undefined: Object.fromEntries(lacks.map(tag => [tag, "no two outputs differ"])),
        },
      };
    }),
  );
  const first = runs.length - unfinished;
  return {
    name: "pairing-weight",
    experiment: {},
    axes,
    seeds: plannedSeeds,
    measures: null,
    baseline: null,
    runs: runs.map((run, i) =>
      i < first ? run : { ...run, state: "training", standing: "live", step: 1000 + 100 * i },
    ),
  };
}
