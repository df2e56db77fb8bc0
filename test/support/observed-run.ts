import { executionPlan } from "../../src/experiment/execution-plan.ts";
import type { Setting } from "../../src/experiment/read.ts";
import type { ObservedRun } from "../../src/runs/list.ts";
import type { RunInfo } from "../../src/runs/run-info.ts";
import type { Status } from "../../src/runs/status.ts";
import { smallExperiment, statusOf } from "./run-folder.ts";

interface Changes {
  readonly info?: Partial<RunInfo>;
  readonly status?: Partial<Status>;
  readonly state?: ObservedRun["state"];
  readonly settings?: readonly Setting[];
}

/** A run as it looks from outside, without a folder on disk. */
export function observedRun(id: string, { info, status, state, settings = [] }: Changes = {}): ObservedRun {
  const experiment = smallExperiment(settings);
  const all: Status = {
    ...statusOf(40),
    pid: 1,
    host: "here",
    machine: "",
    processStart: "",
    heartbeatAt: "2026-11-22T10:00:00.000Z",
    ...status,
  };
  return {
    folder: `/runs/${id}`,
    info: {
      id,
      name: experiment.name,
      experiment,
      seed: experiment.seed,
      parent: null,
      createdAt: "2026-11-22T09:00:00.000Z",
      versions: { pairingLab: "0.1.0", node: "20", onnxruntime: "1", tfjs: "4" },
      device: "cpu",
      plan: executionPlan(experiment),
      commit: null,
      ...info,
    },
    status: all,
    state: state ?? all.state,
  };
}
