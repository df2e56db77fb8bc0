/** Which checkpoints of a run stay (`runs/thinning`), in words: "Kept are ...". */
export const KEPT_RULE =
  "the first and the last checkpoint, those pinned or asked for, what an interruption saved, what a change of a knob or a note began at, the best by the measure that record.best names, and on the schedule the newest 8 and four for each doubling of the distance behind them";
