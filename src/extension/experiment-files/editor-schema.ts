import { experimentJsonSchema, type JsonSchema } from "../../experiment/json-schema.ts";
import { sweepJsonSchema } from "../../sweeps/json-schema.ts";

/** What VS Code's JSON language knows beside JSON Schema, as far as it is used here. */
interface EditorSchema {
  title?: string;
  description?: string;
  markdownDescription?: string;
  default?: unknown;
  /** Offered as completions, and never required. */
  examples?: unknown[];
  properties?: Record<string, EditorSchema>;
  items?: EditorSchema;
  allOf?: { if: object; then: EditorSchema }[];
  allowComments?: true;
  allowTrailingCommas?: true;
}

const kindOf = (branch: JsonSchema): unknown => branch.properties?.["kind"]?.const;
const isDefault = (branch: JsonSchema): boolean => branch.properties?.["kind"]?.default !== undefined;

/** Completions and hover texts of a schema, without its rules. */
function lenient(schema: JsonSchema): EditorSchema {
  const { title, description, markdownDescription, properties, items, oneOf, anyOf } = schema;
  const values = schema.enum ?? [];
  const kept: EditorSchema = {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(markdownDescription === undefined ? {} : { markdownDescription }),
    ...("default" in schema ? { default: schema.default } : {}),
    ...(values.length === 0 ? {} : { examples: values }),
    ...(items === undefined ? {} : { items: lenient(items) }),
  };
  if (oneOf !== undefined) return { ...kept, ...byKind(oneOf) };
  if (anyOf !== undefined) return anyOf.map(lenient).reduce((all, branch) => ({ ...branch, ...all }), kept);
  if (properties === undefined) return kept;
  const axis = schema.patternProperties?.[""];
  const inner = Object.entries(properties).map(
    ([key, value]) =>
      [key, axis === undefined ? lenient(value) : { ...lenient(axis), ...lenient(value) }] as const,
  );
  return { ...kept, properties: Object.fromEntries(inner) };
}

/** A choice by `kind`: the key itself with every kind, and each kind's own keys once it is chosen. */
function byKind(branches: readonly JsonSchema[]): EditorSchema {
  const lines = branches.map(({ title, description }, i) => {
    const kind = String(kindOf(branches[i] ?? {}));
    return `- \`${kind}\`: ${title ?? ""}. ${description ?? ""}`.trim();
  });
  const kind: EditorSchema = {
    title: "Kind",
    description: branches.map(kindOf).join(", "),
    markdownDescription: lines.join("\n"),
    examples: branches.map(kindOf),
  };
  const chosen = branches.map(branch => {
    const named = { properties: { kind: { const: kindOf(branch) } }, required: ["kind"] };
    const then = lenient(branch);
    delete then.properties?.["kind"];
    return { if: isDefault(branch) ? { anyOf: [named, { not: { required: ["kind"] } }] } : named, then };
  });
  return { properties: { kind }, allOf: chosen };
}

/**
 * A file's schema, an experiment's unless another is given, for this editor: it completes and explains, and objects to nothing, because our own
 * diagnostics say more (line, allowed values, the nearest name) and nobody wants every problem twice.
 */
export function editorSchema(file: JsonSchema = experimentJsonSchema()): object {
  return { ...lenient(file), allowComments: true, allowTrailingCommas: true };
}

/** The text of schemas/gan.editor.schema.json. */
export function editorSchemaText(): string {
  return `${JSON.stringify(editorSchema(), null, 2)}\n`;
}

/** The text of schemas/sweep.editor.schema.json. */
export function sweepEditorSchemaText(): string {
  return `${JSON.stringify(editorSchema(sweepJsonSchema()), null, 2)}\n`;
}
