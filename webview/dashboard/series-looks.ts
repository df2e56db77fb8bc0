import type { SeriesLook } from "../charts/scene.ts";
import { formatValue } from "../numbers/format.ts";

/** Two decimals, three for what is small. */
const bySize = (value: number) => formatValue(value, value !== 0 && Math.abs(value) < 0.1 ? 3 : 2);

/** The curves of the losses chart; the first is drawn over the others. */
export const lossLooks: readonly SeriesLook[] = [
  { tag: "loss/pairing", label: "pairing", ink: "pairing", width: 2, bold: true, format: bySize },
  { tag: "loss/discriminator", label: "discriminator", ink: "discriminator", width: 1.5, format: bySize },
  { tag: "loss/generator", label: "generator", ink: "generator", width: 1.5, format: bySize },
  { tag: "loss/r1", label: "R1", ink: "density", width: 1, dash: [4, 3], format: bySize },
  { tag: "loss/r2", label: "R2", ink: "density", width: 1, dash: [1, 3], format: bySize },
  { tag: "loss/gradient_penalty", label: "penalty", ink: "density", width: 1, dash: [8, 3], format: bySize },
];

export const MODES_TAG = "quality/modes";

/** The curves of the quality chart; all but modes are shares or ratios around 1. */
export const qualityLooks: readonly SeriesLook[] = [
  { tag: "quality/coverage", label: "coverage", ink: "coverage", width: 2.25, bold: true, format: bySize },
  { tag: "quality/density", label: "density", ink: "density", width: 1.5, dash: [4, 3], format: bySize },
  { tag: "quality/precision", label: "precision", ink: "precision", width: 1.5, format: bySize },
  { tag: "quality/recall", label: "recall", ink: "recall", width: 1.5, format: bySize },
  { tag: MODES_TAG, label: "modes", ink: "modes", width: 1, alpha: 0.34, stepped: true, format: bySize },
];

export const overviewTags = { coverage: "quality/coverage", pairing: "loss/pairing" } as const;

export interface FigureLook {
  readonly tag: string;
  readonly title: string;
  readonly digits: number;
  /** What the number is over or in. */
  readonly unit: (latentSize: number) => string;
}

/** Collapse measures. They carry no good or bad colour: judge them against a baseline. */
export const collapseFigures: readonly FigureLook[] = [
  { tag: "collapse/latent_recovery", title: "Latent recovery", digits: 3, unit: () => "0 to 1" },
  { tag: "collapse/effective_rank", title: "Effective rank", digits: 2, unit: size => `of ${size}` },
  { tag: "collapse/log_condition", title: "Log condition", digits: 2, unit: () => "decades" },
  { tag: "collapse/distance_ratio_p05", title: "Distance ratio p05", digits: 2, unit: () => "x to z" },
  { tag: "collapse/mode_spread", title: "Mode spread", digits: 2, unit: () => "1 is right" },
];

export const pairingFigures = {
  loss: "loss/pairing",
  accuracy: "pairing/accuracy",
  ratio: "pairing/gradient_ratio",
} as const;
