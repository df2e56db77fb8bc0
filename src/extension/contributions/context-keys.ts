/** What menus and key bindings ask about; `state.ts` of the extension keeps them up to date. */
export const contextKeys = {
  /** There is at least one run. */
  runs: "pairingLab:runs",
  /** At least one run trains, is paused or starts. */
  liveRuns: "pairingLab:liveRuns",
  /** At least one run is paused, or ended before its last step. */
  resumableRuns: "pairingLab:resumableRuns",
  /** At least one run is a branch of a trial. */
  triedRuns: "pairingLab:triedRuns",
  /** There is at least one sweep's folder; at least one sweep trains. */
  sweeps: "pairingLab:sweeps",
  liveSweeps: "pairingLab:liveSweeps",
  /** A filter hides runs. */
  filtered: "pairingLab:filtered",
  /** Runs have tick boxes, for comparing. */
  ticking: "pairingLab:ticking",
  /** A run was moved to the bin and can be brought back. */
  binned: "pairingLab:binned",
  /** Steps of the walkthrough, each from when it was first done in this window. */
  turned: "pairingLab:turned",
  branched: "pairingLab:branched",
  written: "pairingLab:written",
  /** Paths of the workspace's folders that hold another program's event files, in them or below. */
  logFolders: "pairingLab:logFolders",
} as const;

export type ContextKey = keyof typeof contextKeys;
