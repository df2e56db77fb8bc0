import { readHostPacket } from "./dashboard-packets.ts";
import { dashboardParamReaders } from "./dashboard-params.ts";
import { dashboardResultReaders } from "./dashboard-results.ts";
import { type DashboardCalls, type HostPacket, dashboardProtocol } from "./dashboard.ts";
import { folderAddress, type FolderAddress, type PageProtocol } from "./page-protocol.ts";

export const dashboardPage: PageProtocol<FolderAddress, DashboardCalls, HostPacket> = {
  version: dashboardProtocol,
  start: "stream/start",
  params: dashboardParamReaders,
  results: dashboardResultReaders,
  kinds: {
    "stream/start": "looks",
    "curves/window": "looks",
    "curves/parent": "looks",
    "curves/seeds": "looks",
    "curves/at": "looks",
    "curves/table": "looks",
    "curves/save": "writes",
    "samples/at": "looks",
    "samples/images": "looks",
    "samples/classes": "renders",
    "samples/save": "writes",
    "data/real": "renders",
    "data/images": "renders",
    "data/nearest": "renders",
    "discriminator/map": "renders",
    "latent/path": "renders",
    "latent/map": "renders",
    "latent/outputs": "renders",
    "latent/imagePath": "renders",
    "latent/imageMap": "renders",
    "latent/neighbours": "renders",
    "latent/classShares": "renders",
    "knob/set": "starts",
    "run/control": "starts",
    "run/resume": "starts",
    "run/repeat": "starts",
    "run/extend": "starts",
    "run/branch": "starts",
    "run/tryWeights": "starts",
    "run/saveAsExperiment": "writes",
    "notes/star": "writes",
    "checkpoint/why": "looks",
    "notes/pin": "writes",
    "notes/add": "writes",
    "notes/edit": "writes",
    "host/open": ({ what }) => {
      switch (what) {
        case "tensorboard":
          return "starts";
        // Where there is no such file it makes one.
        case "experiment":
        case "note":
        case "tags":
          return "writes";
        case "folder":
        case "log":
        case "compare":
        case "parent":
        case "trial":
          return "looks";
        default:
          return what satisfies never;
      }
    },
    "host/save": "writes",
    "host/copy": "looks",
  },
  asking: [
    "curves/save",
    "samples/save",
    "host/save",
    "run/repeat",
    "run/extend",
    "run/branch",
    "run/tryWeights",
    // For a comparison it asks with which runs.
    "host/open",
  ],
  read: readHostPacket,
  about: folderAddress,
};
