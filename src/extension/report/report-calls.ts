import { dirname } from "node:path";
import * as vscode from "vscode";
import { fewSamples, newestSamples } from "../../dashboard/newest-samples.ts";
import { owned } from "../../dashboard/owned.ts";
import { CallError, type Handlers } from "../../protocol/calls.ts";
import type { ExportKind, KeptSteps, ReportCalls } from "../../protocol/report.ts";
import { listCheckpoints } from "../../runs/checkpoints.ts";
import type { ObservedRun } from "../../runs/list.ts";
import { sampleSteps } from "../../runs/samples.ts";
import { allNextValues } from "../../sweeps/report/edge.ts";
import { reportCsv } from "../../sweeps/report/csv.ts";
import { reportMarkdown } from "../../sweeps/report/markdown.ts";
import { reportSvg } from "../../sweeps/report/svg.ts";
import type { Needs } from "../parts.ts";
import { saveFile } from "../pages/save-file.ts";
import { addValues } from "../sweeps/add-values.ts";
import type { ReportFeed } from "./report-feed.ts";

/** What the larger picture of one configuration shows. */
const larger = { points: 1024, images: 36 };

export type ReportNeeds = Needs<"runs" | "sweeps" | "viewer" | "trainerLog", "dashboard" | "compare">;

/** What a report's page asks: about the runs of its sweep alone, and of the editor around it. */
export function reportCalls(app: ReportNeeds, folder: string, feed: ReportFeed): Handlers<ReportCalls> {
  const runOf = (run: string): ObservedRun => {
    const found = feed.find(run);
    if (found === undefined) throw new CallError("input", "this run is none of the sweep's");
    return found;
  };
  /** What the viewer says of one of the sweep's runs, fit to be sent on. */
  const viewed = async <T>(run: string, call: () => Promise<T>): Promise<T> => {
    runOf(run);
    return owned(await call());
  };
  return {
    "report/start": baseline => {
      feed.start(baseline);
      return Promise.resolve(null);
    },
    "samples/newest": ({ run }) => newestSamples(runOf(run)),
    "samples/steps": ({ runs }) => Promise.resolve({ runs: runs.map(run => keptSteps(run, feed.find(run))) }),
    "samples/at": ({ run, step }) => fewSamples(runOf(run), step, larger),
    "latent/map": (params, signal) =>
      viewed(params.run, () => app.viewer.call("latentMap", params, { signal })),
    "latent/path": (params, signal) => viewed(params.run, () => app.viewer.call("path", params, { signal })),
    "latent/imageMap": (params, signal) =>
      viewed(params.run, () => app.viewer.call("latent/imageMap", params, { signal })),
    "latent/imagePath": (params, signal) =>
      viewed(params.run, () => app.viewer.call("latent/imagePath", params, { signal })),
    "data/real": ({ run, count }, signal) =>
      viewed(run, () => app.viewer.call("scene", { run, count }, { signal })),
    "run/open": ({ run }) => {
      app.pages.dashboard.open({ folder: runOf(run).folder });
      return Promise.resolve(null);
    },
    "runs/compare": ({ runs }) => {
      app.pages.compare.open({ folders: runs.map(run => runOf(run).folder) });
      return Promise.resolve(null);
    },
    "sweep/run": async () => {
      const started = await vscode.commands.executeCommand("pairingLab.sweep.run", {
        sweepFolder: folder,
      });
      return { started: started === true };
    },
    "sweep/cancel": async () => {
      await vscode.commands.executeCommand("pairingLab.sweep.cancel", { sweepFolder: folder });
      return null;
    },
    "sweep/addValues": async ({ tag, axis }) => {
      const report = feed.report();
      const next = allNextValues(report, tag).find(found => report.axes.indexOf(found.axis) === axis);
      if (next === undefined)
        throw new CallError("input", "the figures have changed: they ask for no other values any more");
      return { added: await addValues(folder, { key: next.axis.key, values: next.values }) };
    },
    "sweep/log": () => {
      app.trainerLog.showSweep(folder);
      return Promise.resolve(null);
    },
    "report/save": async ({ kind, by }) => {
      const name = `${feed.source().name}.${kind}`;
      const text = exported(feed, kind, by);
      const content = () => Promise.resolve(new TextEncoder().encode(text));
      return { saved: await saveFile(dirname(folder), { name, kind, content }) };
    },
    "host/copy": async ({ text }) => {
      await vscode.env.clipboard.writeText(text);
      return null;
    },
  };
}

function exported(feed: ReportFeed, kind: ExportKind, by: string | null): string {
  switch (kind) {
    case "csv":
      return reportCsv(feed.source());
    case "svg":
      return reportSvg(feed.report());
    case "md":
      return reportMarkdown(feed.report(), by);
    default:
      return kind satisfies never;
  }
}

function keptSteps(run: string, found: ObservedRun | undefined): KeptSteps {
  const nothing = { run, samples: [], checkpoints: [] };
  if (found === undefined) return { ...nothing, trouble: "its folder is gone or cannot be read" };
  const checkpoints = listCheckpoints(found.folder).map(({ step }) => step);
  return { run, samples: sampleSteps(found.folder), checkpoints, trouble: null };
}
