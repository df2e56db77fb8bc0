/** What a person arranged on a trial's page. It survives reloads; everything else comes anew from the host. */
export interface Arranged {
  /** The seed whose samples and curves are shown; the first where it is none of the trial's. */
  readonly seed: number | null;
}

/** Reads what was saved, by this version or another: whatever does not fit is as at the beginning. */
export function readArranged(saved: unknown): Arranged {
  const seed =
    typeof saved === "object" && saved !== null && "seed" in saved && typeof saved.seed === "number"
      ? saved.seed
      : null;
  return { seed };
}
