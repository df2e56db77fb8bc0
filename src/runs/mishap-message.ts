import { basename } from "node:path";
import type { Mishap } from "./append-log.ts";
import { runFiles } from "./file-names.ts";

const PUT_BACK = "It was still open and has been put back: nothing is gone.";

/** Files that a run writes or heeds: what they hold, and what it means that one was deleted. */
const contents = {
  events: { name: "", holds: "points and pictures", deleted: PUT_BACK },
  journal: {
    name: runFiles.journal,
    holds: "changes of knobs, outcomes of requests and notices",
    deleted: PUT_BACK,
  },
  evaluations: { name: runFiles.evaluations, holds: "evaluations", deleted: PUT_BACK },
  digests: { name: runFiles.digests, holds: "digests of checkpoints", deleted: PUT_BACK },
  status: {
    name: runFiles.status,
    holds: "what the run does now",
    deleted: "It is written anew: nothing is gone.",
  },
  log: { name: runFiles.log, holds: "lines", deleted: "It begins again: the lines from before are gone." },
  control: {
    name: runFiles.control,
    holds: "requests",
    deleted: "What was asked in it and has no outcome yet may be gone: ask for it again.",
  },
  notes: {
    name: runFiles.notes,
    holds: "notes",
    deleted: "Notes and tags are gone, and checkpoints that were pinned are thinned as the others.",
  },
} as const;

/** Says what others did with a file of a run while it trained, and what of it is gone. */
export function mishapMessage(
  kind: keyof typeof contents,
  mishap: Mishap,
  name: string = basename(contents[kind].name),
): string {
  const { holds, deleted } = contents[kind];
  const goesOn = kind === "events" ? "A new event file has begun" : "The training goes on in it";
  switch (mishap) {
    case "deleted":
      return `${name} was deleted while the run trained. ${deleted}`;
    case "replaced":
      return `${name} was replaced by another file while the run trained: ${holds} from before are gone unless that one has them. ${goesOn}.`;
    case "cut":
      return `${name} was cut while the run trained: ${holds} that are not in it any more are gone. ${goesOn}.`;
    default:
      return mishap satisfies never;
  }
}
