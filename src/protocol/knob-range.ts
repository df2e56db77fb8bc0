/** Where a knob's slider can go: from `from` to `to` in decades, and to 0 at the left end where `zero` allows it. */
export interface KnobScale {
  /** Both ends are above 0. */
  readonly from: number;
  readonly to: number;
  readonly zero: boolean;
}

/** So many times as much as is held, or less, is no leap, wherever it leads. */
const NEAR = 3;

/**
 * Why a value that was typed is asked about before it holds: it leaves what the slider spans, and by more than a small
 * step from what holds now. Null where it is not: then it is taken as it is.
 */
export function askBeforeHeld(scale: KnobScale, held: number, wanted: number): string | null {
  const [from, to] = [String(scale.from), String(scale.to)];
  const isNear = held > 0 && wanted <= held * NEAR && wanted >= held / NEAR;
  if (isNear) return null;
  if (wanted > scale.to) return `${wanted} is above ${to}, where the slider ends`;
  if (wanted > 0 && wanted < scale.from) return `${wanted} is below ${from}, where the slider begins`;
  return null;
}
