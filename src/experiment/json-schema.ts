import * as z from "zod";
import { experimentSchema } from "./schema.ts";

/** The parts of JSON Schema (draft-07) that the experiment's schema uses. */
export interface JsonSchema {
  $schema?: string;
  title?: string;
  description?: string;
  /** What Visual Studio Code shows; `description` serves other editors. */
  markdownDescription?: string;
  type?: string;
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  exclusiveMaximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  patternProperties?: Record<string, JsonSchema>;
  oneOf?: JsonSchema[];
  anyOf?: JsonSchema[];
}

/** The schema of a file that people write as JSON Schema (draft-07), from the one schema that also validates it. */
export function fileJsonSchema(file: z.ZodType): JsonSchema {
  const schema = z.toJSONSchema(file, {
    io: "input",
    target: "draft-7",
    override({ jsonSchema }) {
      if (typeof jsonSchema.description !== "string") return;
      if (jsonSchema.description === "") delete jsonSchema.description;
      else jsonSchema["markdownDescription"] = jsonSchema.description;
    },
  }) as JsonSchema; // of the parts above
  schema.properties = {
    $schema: { type: "string", title: "JSON Schema", description: "For editors." },
    ...schema.properties,
  };
  return schema;
}

/** The experiment file as JSON Schema. */
export function experimentJsonSchema(): JsonSchema {
  const schema = fileJsonSchema(experimentSchema);
  delete schema.properties?.["name"]?.default; // the file's name, which the schema cannot know
  return schema;
}

let cached: JsonSchema | undefined;

/** The branch of a union by `kind`; without a kind, the one that is the default. */
export function branchOf(schema: JsonSchema, kind: unknown): JsonSchema | undefined {
  const wanted = ({ properties }: JsonSchema) =>
    kind === undefined ? properties?.["kind"]?.default !== undefined : properties?.["kind"]?.const === kind;
  return schema.oneOf?.find(wanted);
}

/** The schema of the experiment file, made once. */
export const experimentRoot = (): JsonSchema => (cached ??= experimentJsonSchema());

/** What a schema says of one of its keys or elements. */
function inside(schema: JsonSchema | undefined, key: string | number): JsonSchema | undefined {
  if (schema?.anyOf !== undefined)
    return schema.anyOf.map(branch => inside(branch, key)).find(found => found !== undefined);
  if (typeof key === "number") return schema?.items;
  if (schema?.properties !== undefined && Object.hasOwn(schema.properties, key))
    return schema.properties[key];
  return typeof schema?.additionalProperties === "object" ? schema.additionalProperties : undefined;
}

/**
 * The schema of what stands at a path of a file (an experiment unless another root is given), following the kinds of
 * the values on the way; undefined where nothing may stand.
 */
export function schemaAt(
  path: readonly (string | number)[],
  kindAt: (depth: number) => unknown,
  root: JsonSchema = experimentRoot(),
): JsonSchema | undefined {
  let schema: JsonSchema | undefined = root;
  for (const [depth, key] of path.entries()) {
    if (schema?.oneOf !== undefined) schema = branchOf(schema, kindAt(depth));
    schema = inside(schema, key);
  }
  return schema;
}

/** The text of schemas/gan.schema.json. */
export function schemaText(): string {
  return `${JSON.stringify(experimentJsonSchema(), null, 2)}\n`;
}
