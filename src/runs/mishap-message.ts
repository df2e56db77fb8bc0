import { basename } from "node:path";
import type { Mishap } from "./append-log.ts";
import { runFiles } from "./file-names.ts";

const contents = {
  events: { name: "", holds: "points and pictures" },
  journal: { name: runFiles.journal, holds: "changes of knobs, outcomes of requests and notices" },
  evaluations: { name: runFiles.evaluations, holds: "evaluations" },
  digests: { name: runFiles.digests, holds: "digests of checkpoints" },
} as const;

/** Says what others did with a file of results while its run trained, and what of it is gone. */
export function mishapMessage(
  kind: keyof typeof contents,
  mishap: Mishap,
  name: string = basename(contents[kind].name),
): string {
  const { holds } = contents[kind];
  const goesOn = kind === "events" ? "A new event file has begun" : "The training goes on in it";
  switch (mishap) {
    case "deleted":
      return `${name} was deleted while the run trained. It was still open and has been put back: nothing is gone.`;
    case "replaced":
      return `${name} was replaced by another file while the run trained: ${holds} from before are gone unless that one has them. ${goesOn}.`;
    case "cut":
      return `${name} was cut while the run trained: ${holds} that are not in it any more are gone. ${goesOn}.`;
    default:
      return mishap satisfies never;
  }
}
