/** One line of control.ndjson: what someone asks of the trainer. */
export type ControlRequest = {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Who asks: "cli", "extension" ... */
  readonly by: string;
} & (
  | { readonly do: "set"; readonly key: string; readonly value: number }
  | { readonly do: "pause" | "resume" | "checkpoint" | "stop" }
);
