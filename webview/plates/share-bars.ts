import { fitted, font, rimmedText, type Surface } from "./surface.ts";

export interface ShareScene {
  /** [classes] each; sums are 1. */
  readonly shares: Float64Array;
  readonly real: Float64Array;
  readonly names: readonly string[];
}

const FOOT = 20;
const HEAD = 16;
/** Bars narrower than this carry no words, and stand side by side without room between. */
const WORDED = 22;

/** Which share of the samples is of each class, beside that of the real images. */
export function drawShareBars({ context, width, height, inks }: Surface, scene: ShareScene): void {
  const { shares, real, names } = scene;
  const count = Math.max(1, shares.length);
  const bar = width / count;
  const worded = bar >= WORDED;
  const base = height - (worded ? FOOT : 4);
  const largest = shares.reduce((most, share, i) => Math.max(most, share, 2 * (real[i] ?? 0)), 0);
  const tall = (share: number) => ((base - HEAD) * share) / Math.max(largest, 1e-9);
  const inset = worded ? 3 : 0;
  context.fillStyle = inks.generated;
  for (let i = 0; i < count; i++) {
    const share = shares[i] ?? 0;
    context.fillRect(
      i * bar + inset,
      base - tall(share),
      bar - 2 * inset,
      Math.max(share > 0 ? 1 : 0, tall(share)),
    );
  }
  context.strokeStyle = inks.real;
  context.lineWidth = 1;
  context.setLineDash([3, 3]);
  context.beginPath();
  for (let i = 0; i < count; i++) {
    const y = Math.round(base - tall(real[i] ?? 0)) + 0.5;
    context.lineTo(i * bar, y);
    context.lineTo((i + 1) * bar, y);
  }
  context.stroke();
  context.setLineDash([]);
  if (!worded) return;
  for (let i = 0; i < count; i++) {
    const share = shares[i] ?? 0;
    const middle = (i + 0.5) * bar;
    context.font = font(inks, 11);
    rimmedText(context, share === 0 ? "0" : (100 * share).toFixed(1), middle, base - tall(share) - 8, {
      fill: inks.foreground,
      rim: inks.background,
    });
    context.font = font(inks, 11, 600);
    context.fillText(fitted(context, names[i] ?? String(i), bar - 4), middle, height - 9);
  }
}
