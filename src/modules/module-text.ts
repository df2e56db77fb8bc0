import { parse } from "acorn";
import type { Node, Program } from "acorn";
import type { Problem } from "../experiment/input-error.ts";

/** Where something stands in a text, from 1, as an editor counts. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** What can be told of a module without running it. */
export interface ModuleText {
  /** What is wrong with it; `file` is left to who knows it. */
  readonly problems: readonly (Place & Pick<Problem, "message">)[];
  /** Where its default export stands, for what is wrong with no line of it; the module's beginning where it has none. */
  readonly main: Place;
}

const beginning: Place = { line: 1, column: 1 };

/**
 * Reads a module as text; nothing of it runs. It must export its function as the default, and import nothing: a run keeps
 * this one text, and what it imported would be another tomorrow.
 */
export function readModuleText(text: string): ModuleText {
  let program: Program;
  try {
    program = parse(text, { ecmaVersion: "latest", sourceType: "module", locations: true });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { problems: [syntaxProblem(error)], main: beginning };
  }
  const main = program.body.find(({ type }) => type === "ExportDefaultDeclaration");
  const problems = importsOf(program).map(node => ({
    ...placeOf(node),
    message:
      "a module of an experiment imports nothing: a run keeps its text alone. TensorFlow.js comes as `tf` with the function's argument",
  }));
  if (main === undefined)
    problems.push({
      ...beginning,
      message: "no default export; expected `export default function ({ tf, ... }) { ... }`",
    });
  return { problems, main: main === undefined ? beginning : placeOf(main) };
}

function placeOf({ loc }: Node): Place {
  return loc ? { line: loc.start.line, column: loc.start.column + 1 } : beginning;
}

/** acorn says "Unexpected token (3:5)", columns from 0, and has the place beside it. */
function syntaxProblem(error: SyntaxError): Place & { message: string } {
  const loc = "loc" in error ? (error.loc as { line: number; column: number }) : { line: 1, column: 0 };
  const message = error.message.replace(/ \(\d+:\d+\)$/, "");
  return { line: loc.line, column: loc.column + 1, message: `no JavaScript module: ${message}` };
}

/** Every import, and every export of what is imported, however deep it stands. */
function importsOf(node: Node): Node[] {
  const found: Node[] = [];
  const pending: unknown[] = [node];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next !== "object" || next === null) continue;
    if (isNode(next) && isImport(next)) found.push(next);
    pending.push(...(Object.values(next) as unknown[]));
  }
  return found.sort((a, b) => a.start - b.start);
}

const isNode = (value: object): value is Node => "type" in value && "start" in value;

function isImport(node: Node): boolean {
  if (node.type === "ImportDeclaration" || node.type === "ImportExpression") return true;
  return node.type.startsWith("Export") && "source" in node && node.source !== null;
}
