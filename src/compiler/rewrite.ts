// Makes graphs smaller and faster by rules. A rule says what one node is equal to; nodes that nothing needs any more
// simply are not reached from the results.
import { inOrder, sameShape } from "./graph.ts";
import type { Graph, Node } from "./graph.ts";
import { CompileError } from "./program.ts";

export interface Context {
  readonly graph: Graph;
  /** Whether the node has one user (results count as users). Nodes made in this round have an unknown number: false. */
  readonly usedOnce: (node: Node) => boolean;
  /** Whether the node is computed anyway, as the graph stood before this round. */
  readonly exists: (node: Node) => boolean;
}

export interface Rule {
  /** The algebra, in words. */
  readonly name: string;
  /** The operators it looks at. */
  readonly on: readonly string[];
  /** What the node is equal to, or undefined where the rule does not apply. Must have the node's shape and type. */
  readonly rewrite: (node: Node, context: Context) => Node | undefined;
  /** A graph that it applies to, and what becomes of it: its test. */
  readonly before: (graph: Graph) => Node;
  readonly after: (graph: Graph) => Node;
}

const mostRounds = 50;
const mostRewrites = 100;

/** The graph of the same results after all rules, applied until none applies. */
export function rewrite(
  results: ReadonlyMap<string, Node>,
  graph: Graph,
  rules: readonly Rule[],
): ReadonlyMap<string, Node> {
  const byOperator = new Map<string, Rule[]>();
  for (const rule of rules)
    for (const op of rule.on) byOperator.set(op, [...(byOperator.get(op) ?? []), rule]);
  let now = results;
  for (let round = 0; round < mostRounds; round++) {
    const next = rewriteOnce(now, graph, byOperator);
    if ([...now].every(([name, node]) => next.get(name) === node)) return next;
    now = next;
  }
  throw new CompileError("The rewrite rules do not come to an end.");
}

/** One pass from the inputs to the results. */
function rewriteOnce(
  results: ReadonlyMap<string, Node>,
  graph: Graph,
  rules: ReadonlyMap<string, readonly Rule[]>,
): ReadonlyMap<string, Node> {
  const order = inOrder(results.values());
  const oldUses = new Map<Node, number>();
  const use = (node: Node) => oldUses.set(node, (oldUses.get(node) ?? 0) + 1);
  for (const node of order) node.inputs.forEach(use);
  for (const node of results.values()) use(node);

  const done = new Map<Node, Node>();
  const newUses = new Map<Node, number>();
  const context: Context = {
    graph,
    usedOnce: node => newUses.get(node) === 1,
    exists: node => oldUses.has(node),
  };
  for (const old of order) {
    const inputs = old.inputs.map(i => done.get(i) ?? i);
    const same = inputs.every((input, i) => input === old.inputs[i]);
    let node = same ? old : graph.node(old.op, inputs, old.shape, old.attributes, old.type);
    const applied: string[] = [];
    for (let match = firstMatch(node, rules, context); match; match = firstMatch(node, rules, context)) {
      node = match.to;
      if (applied.push(match.rule.name) > mostRewrites)
        throw new CompileError(`Rewrite rules undo each other: ${applied.slice(-4).join("; ")}.`);
    }
    done.set(old, node);
    newUses.set(node, (newUses.get(node) ?? 0) + (oldUses.get(old) ?? 0));
  }
  return new Map([...results].map(([name, node]) => [name, done.get(node) ?? node]));
}

function firstMatch(
  node: Node,
  rules: ReadonlyMap<string, readonly Rule[]>,
  context: Context,
): { readonly to: Node; readonly rule: Rule } | undefined {
  for (const rule of rules.get(node.op) ?? []) {
    const to = rule.rewrite(node, context);
    if (to === undefined || to === node) continue;
    if (!sameShape(to.shape, node.shape) || to.type !== node.type)
      throw new CompileError(
        `The rule "${rule.name}" made ${to.type} [${to.shape.join()}] of ${node.type} [${node.shape.join()}].`,
      );
    return { to, rule };
  }
  return undefined;
}
