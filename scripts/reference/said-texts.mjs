import ts from "typescript";
import { readFileSync, readdirSync } from "node:fs";

/** Errors that people are shown. */
const told = [
  "CallError",
  "ControlError",
  "DamagedCheckpointError",
  "DataError",
  "DeviceGone",
  "ExecutionError",
  "ExtendError",
  "FormatError",
  "InputError",
  "LockLostError",
  "NotFinite",
  "OperationError",
  "OutOfReachError",
  "PointsError",
  "RowsError",
  "RunHeldError",
  "RunReadError",
  "RunWriteError",
  "SlurmError",
  "ToolError",
  "TrainerError",
  "UntrustedError",
  "UsageError",
];
/** Errors that are caught by us, or say that we made a mistake. */
const ours = ["CheckpointMismatch", "CompileError", "Leaving"];

/** What carries a reason to such an error: a property, a variable, a function with such a name. */
const carrier = /message|reason|refusal|problem|missing|advice|notice/i;

/** The texts that an expression may give, with `…` for what is only known when it is said. */
function textsOf(node) {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  if (ts.isParenthesizedExpression(node)) return textsOf(node.expression);
  if (ts.isTaggedTemplateExpression(node)) return textsOf(node.template);
  if (ts.isPropertyAccessExpression(node) && node.name.text === "text") return textsOf(node.expression);
  if (ts.isTemplateExpression(node))
    return [node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join("")];
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
    return textsOf(node.left).flatMap(left => textsOf(node.right).map(right => left + right));
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken)
    return [...textsOf(node.left), ...textsOf(node.right)];
  return ["…"];
}

/** What a function gives back. */
function* returnsOf(node) {
  if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) yield node.body;
  if (ts.isReturnStatement(node) && node.expression !== undefined) yield node.expression;
  for (const child of node.getChildren()) yield* returnsOf(child);
}

/** The expressions of a file in which an error's text may stand. */
function* placesOf(node) {
  if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && told.includes(node.expression.text))
    yield* node.arguments ?? [];
  const named =
    (ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node)) && ts.isIdentifier(node.name);
  if (named && carrier.test(node.name.text) && node.initializer !== undefined) {
    yield node.initializer;
    if (ts.isArrowFunction(node.initializer)) yield* returnsOf(node.initializer);
  }
  if (ts.isFunctionDeclaration(node) && carrier.test(node.name?.text ?? "")) yield* returnsOf(node);
  for (const child of node.getChildren()) yield* placesOf(child);
}

/** A text that says something: words, not a key or a code. */
const isSentence = text => /\p{L}{2,} \p{L}{2,}/u.test(text);
const onOneLine = text =>
  text
    .replaceAll(/…(?:…|\s*…)+/g, "…")
    .replaceAll(/\s+/g, " ")
    .trim();

/** What the product's errors say, by layer (folder of src): every text once. */
export function saidTexts() {
  const files = readdirSync("src", { recursive: true })
    .map(name => name.replaceAll("\\", "/"))
    .filter(name => name.endsWith(".ts") && !/\.(test|d)\.ts$/.test(name))
    .sort();
  const layers = new Map();
  for (const name of files) {
    const text = readFileSync(`src/${name}`, "utf8");
    for (const [, error] of text.matchAll(/class (\w+) extends (?:\w*Error|Error)\b/g))
      if (!told.includes(error) && !ours.includes(error))
        throw new Error(
          `src/${name}: is ${error} told to people? Say so in scripts/reference/said-texts.mjs.`,
        );
    const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
    const layer = name.split("/")[0];
    const texts = [...placesOf(source)].flatMap(textsOf).map(onOneLine).filter(isSentence);
    if (texts.length > 0) layers.set(layer, new Set([...(layers.get(layer) ?? []), ...texts]));
  }
  return layers;
}
