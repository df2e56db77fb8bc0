import { contextKeys } from "./context-keys.ts";

export const containerId = "pairingLab";
/** The run explorer. */
export const runsView = "pairingLab.runs";
/** The webview type of a run's dashboard, which the serializer restores. */
export const dashboardType = "pairingLab.dashboard";
/** The webview type of the side-by-side viewer, which the serializer restores too. */
export const compareType = "pairingLab.compare";
/** The webview type of a trial's page, which the serializer restores too. */
export const trialType = "pairingLab.trial";
/** The webview type of a sweep's report, which the serializer restores too. */
export const reportType = "pairingLab.report";
/** The webview type of the page of curves, which the serializer restores too. */
export const curvesType = "pairingLab.curves";

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
