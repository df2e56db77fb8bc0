import { contextKeys } from "./context-keys.ts";

export const containerId = "pairingLab";
/** The run explorer. */
export const runsView = "pairingLab.runs";

const { filtered } = contextKeys;

export const views = {
  viewsContainers: {
    activitybar: [{ id: containerId, title: "Pairing Lab", icon: "media/pairing-lab.svg" }],
  },
  views: {
    [containerId]: [
      { id: runsView, name: "Runs", icon: "media/pairing-lab.svg", contextualTitle: "Pairing Lab" },
    ],
  },
  viewsWelcome: [
    {
      view: runsView,
      when: `!${filtered} && isWorkspaceTrusted`,
      contents: [
        "No runs here yet.",
        "The demo trains a ring of 8 Gaussians in about half a minute, on this machine, and opens its dashboard. Turn the pairing weight while it trains.",
        "[$(play) Train the Demo](command:pairingLab.demo.train)",
        "[$(beaker) New Experiment…](command:pairingLab.experiment.new)",
        "Several values and seeds of an experiment are a sweep: [New Sweep…](command:pairingLab.sweep.new).",
        "Have runs elsewhere? [Open a runs folder](command:pairingLab.runs.chooseFolder), or [TensorBoard logs of another program](command:pairingLab.logs.open).",
      ].join("\n"),
    },
    {
      view: runsView,
      when: `!${filtered} && !isWorkspaceTrusted`,
      contents: [
        "No runs here yet.",
        "This workspace is in Restricted Mode: runs can be looked at; training needs your trust.",
        "[Manage Workspace Trust](command:workbench.trust.manage)",
      ].join("\n"),
    },
    {
      view: runsView,
      when: filtered,
      contents: [
        "No run matches.",
        "[Clear Filter](command:pairingLab.runs.clearFilter)",
        "Or [change it](command:pairingLab.runs.filter).",
      ].join("\n"),
    },
  ],
} as const;
