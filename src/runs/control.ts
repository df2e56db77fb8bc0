import { join } from "node:path";
import * as z from "zod";
import { AppendLog } from "./append-log.ts";
import { runFiles } from "./file-names.ts";
import { parseJson } from "./ndjson-file.ts";
import { guardWrite } from "./write-guard.ts";

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

/** What a line of control.ndjson is: a request, one with an id that must be refused, or nothing that could be answered. */
export type ControlLine =
  | { readonly kind: "request"; readonly request: ControlRequest }
  | { readonly kind: "refused"; readonly id: string; readonly by: string; readonly message: string }
  | { readonly kind: "unreadable"; readonly message: string };

const asked = { id: z.string().min(1).max(200), at: z.string(), by: z.string().max(200) };
const schema = z.discriminatedUnion("do", [
  z.looseObject({ ...asked, do: z.literal("set"), key: z.string().max(200), value: z.number() }),
  z.looseObject({ ...asked, do: z.enum(["pause", "resume", "checkpoint", "stop"]) }),
]);
const answerable = z.looseObject({ id: asked.id, by: asked.by.catch("unknown") });

/** Reads one line of control.ndjson. */
export function parseControlLine(line: string): ControlLine {
  const value = parseJson(line);
  const parsed = schema.safeParse(value);
  if (parsed.success) return { kind: "request", request: parsed.data };
  const whom = answerable.safeParse(value);
  const issue = parsed.error.issues[0];
  const reason = `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "unexpected content"}`;
  if (whom.success) {
    return { kind: "refused", id: whom.data.id, by: whom.data.by, message: `not a request: ${reason}` };
  }
  const shown = line.length > 80 ? `${line.slice(0, 80)}...` : line;
  return { kind: "unreadable", message: `control.ndjson: a line that is no request was skipped: ${shown}` };
}

/** Appends a request for the trainer of a run. Throws RunWriteError. */
export function appendRequest(folder: string, request: ControlRequest): void {
  const path = join(folder, runFiles.control);
  guardWrite(path, () => {
    const log = AppendLog.lines(path, { shared: true });
    try {
      log.appendJson(request);
    } finally {
      log.close();
    }
  });
}
