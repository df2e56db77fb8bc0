import type { Node } from "./graph.ts";
import type { Recording } from "./recording-backend.ts";
import { rewrite } from "./rewrite.ts";
import { fusions, simplifications } from "./rules/index.ts";

/** The results of a recording after the rules that make it smaller. They do not depend on the number of rows. */
export function simplified({ graph, outputs }: Recording): ReadonlyMap<string, Node> {
  return rewrite(outputs, graph, simplifications);
}

/** The results of a recording after all rules. */
export function optimised(recording: Recording): ReadonlyMap<string, Node> {
  return rewrite(simplified(recording), recording.graph, fusions);
}
