import { join } from "node:path";

/** The names of the files in a run's folder. No other layer spells them. */
export const runFiles = {
  info: "run.json",
  status: "status.json",
  journal: "journal.ndjson",
  evaluations: "evaluations.ndjson",
  control: "control.ndjson",
  history: "history.json",
  notes: "notes.json",
  log: "trainer.log",
  lock: "lock.json",
  samples: "samples",
  modules: "modules",
  checkpoints: "checkpoints",
  digests: join("checkpoints", "digests.ndjson"),
} as const;

/** A folder of runs that were made together, by a sweep, has this file beside them; the sweep's layer writes it. */
export const sweepRecordName = "sweep.json";

/** Which runs of a folder of runs wait for their turn to be trained. */
export const queueName = "queue.json";

/** The files of one checkpoint's folder. */
export const checkpointFiles = {
  state: "state.safetensors",
  generator: "generator.onnx",
  discriminator: "discriminator.onnx",
} as const;

/** A step as it stands in file names: eight digits (more from 100,000,000 on), so that names sort as steps do. */
export function stepName(step: number): string {
  return String(step).padStart(8, "0");
}

/** The step that a name spells, or null when it is not a step's name. */
export function stepOfName(name: string): number | null {
  return /^\d{8,15}$/.test(name) && stepName(Number(name)) === name ? Number(name) : null;
}
