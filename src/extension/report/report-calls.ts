import { dirname } from "node:path";
import * as vscode from "vscode";
import { newestSamples } from "../../dashboard/newest-samples.ts";
import { owned } from "../../dashboard/owned.ts";
import { CallError, type Handlers } from "../../protocol/calls.ts";
import type { ExportKind, ReportCalls } from "../../protocol/report.ts";
import type { ObservedRun } from "../../runs/list.ts";
import { reportCsv } from "../../sweeps/report/csv.ts";
import { reportMarkdown } from "../../sweeps/report/markdown.ts";
import { reportSvg } from "../../sweeps/report/svg.ts";
import type { Needs } from "../parts.ts";
import { saveFile } from "../pages/save-file.ts";
import type { ReportFeed } from "./report-feed.ts";

export type ReportNeeds = Needs<"runs" | "sweeps" | "viewer" | "trainerLog", "dashboard" | "compare">;

/** What a report's page asks: about the runs of its sweep alone, and of the editor around it. */
export function reportCalls(app: ReportNeeds, folder: string, feed: ReportFeed): Handlers<ReportCalls> {
  const runOf = (run: string): ObservedRun => {
    const found = feed.find(run);
    if (found === undefined) throw new CallError("input", "this run is none of the sweep's");
    return found;
  };
  return {
    "report/start": baseline => {
      feed.start(baseline);
      return Promise.resolve(null);
    },
    "samples/newest": ({ run }) => newestSamples(runOf(run)),
    "data/real": async ({ run, count }, signal) => {
      runOf(run);
      return owned(await app.viewer.call("scene", { run, count }, { signal }));
    },
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
    "sweep/log": () => {
      app.trainerLog.showSweep(folder);
      return Promise.resolve(null);
    },
    "report/save": async ({ kind }) => {
      const name = `${feed.source().name}.${kind}`;
      const text = exported(feed, kind);
      const content = () => Promise.resolve(new TextEncoder().encode(text));
      return { saved: await saveFile(dirname(folder), { name, kind, content }) };
    },
    "host/copy": async ({ text }) => {
      await vscode.env.clipboard.writeText(text);
      return null;
    },
  };
}

function exported(feed: ReportFeed, kind: ExportKind): string {
  switch (kind) {
    case "csv":
      return reportCsv(feed.source());
    case "svg":
      return reportSvg(feed.report());
    case "md":
      return reportMarkdown(feed.report());
    default:
      return kind satisfies never;
  }
}
