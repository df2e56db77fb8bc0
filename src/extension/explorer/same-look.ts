import { rowDescription, rowLabel, rowMarks } from "./run-row.ts";
import type { Row } from "./tree-node.ts";

/** Whether two rows of the same key look the same in the tree. */
export function sameLook(a: Row, b: Row): boolean {
  if (a.kind === "run" && b.kind === "run") {
    // Most rows are of runs that have not changed; the rest of a row follows from the run.
    const isRead = a.run === b.run && a.notes === b.notes && a.underParent === b.underParent;
    if (isRead && a.children.length > 0 === b.children.length > 0) return true;
    return (
      rowLabel(a) === rowLabel(b) &&
      rowDescription(a) === rowDescription(b) &&
      rowMarks(a.run, a.notes) === rowMarks(b.run, b.notes) &&
      a.children.length > 0 === b.children.length > 0
    );
  }
  if (a.kind === "experiment" && b.kind === "experiment" && (a.file !== b.file || a.alone !== b.alone))
    return false;
  if ("count" in a && "count" in b) return a.count === b.count && a.name === b.name;
  if (a.kind === "broken" && b.kind === "broken") return a.reason === b.reason;
  if (a.kind === "logRun" && b.kind === "logRun") return a.name === b.name;
  if (a.kind === "more" && b.kind === "more") return a.hidden === b.hidden;
  return false;
}
