/** What a language model may do with runs, by the name that VS Code knows the tool by. */
export const languageModelTools = {
  pairingLab_listRuns: {
    tool: "listRuns",
    title: "List runs",
    reference: "pairingLabRuns",
    description:
      "Lists the GAN training runs of this workspace, newest first: id, name, state, step, seed and the last value of every measure.",
    changes: false,
  },
  pairingLab_readRun: {
    tool: "readRun",
    title: "Read a run",
    reference: "pairingLabRun",
    description:
      "Reads one GAN training run: its experiment, first and last value of every scalar, knobs, checkpoints, newest journal entries, and what its measures show to be wrong.",
    changes: false,
  },
  pairingLab_compareRuns: {
    tool: "compareRuns",
    title: "Compare runs",
    reference: "pairingLabCompare",
    description:
      "Compares GAN training runs: what differs between their experiments, and the last value of every measure with its difference to the first run's. Runs of one seed each say nothing about chance.",
    changes: false,
  },
  pairingLab_setKnob: {
    tool: "setKnob",
    title: "Set a knob",
    reference: "pairingLabSet",
    description:
      "Sets a knob of a GAN that is training, such as pairing.weight. It takes effect at the next step and stands in the run's journal. The user is asked first.",
    changes: true,
  },
  pairingLab_branchRun: {
    tool: "branchRun",
    title: "Branch a run",
    reference: "pairingLabBranch",
    description:
      "Starts a new GAN training run from a checkpoint of another, with other knobs if wanted. The original is not touched. The user is asked first.",
    changes: true,
  },
} as const;

export type LanguageModelToolName = keyof typeof languageModelTools;
