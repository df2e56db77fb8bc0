import { branchOf, experimentRoot, fileJsonSchema, type JsonSchema } from "../experiment/json-schema.ts";
import { sweepSchema } from "./schema.ts";

let cached: JsonSchema | undefined;

/** The schema of the sweep file, made once. */
export const sweepRoot = (): JsonSchema => (cached ??= fileJsonSchema(sweepSchema));

/** The sweep file as JSON Schema (draft-07), with the experiment's keys as names of axes. */
export function sweepJsonSchema(): JsonSchema {
  const root = sweepRoot();
  const axes = root.properties?.["axes"];
  if (axes === undefined || typeof axes.additionalProperties !== "object") return root;
  const { additionalProperties: axis, ...rest } = axes;
  // Names are offered and explained; a pattern says what stands under any of them. Which of them this very experiment
  // has depends on its kinds: reading it tells.
  const named = { ...rest, properties: Object.fromEntries(axisKeys()), patternProperties: { "": axis } };
  return { ...root, properties: { ...root.properties, axes: named } };
}

/** Key paths of an experiment that an axis may have, each with its title and description. */
export function axisKeys(): ReadonlyMap<string, JsonSchema> {
  const keys = new Map<string, JsonSchema>();
  const visit = (schema: JsonSchema, path: readonly string[]): void => {
    const key = path.join(".");
    if (schema.oneOf !== undefined) {
      // The default kind last: where kinds share a key, its words are kept.
      const usual = branchOf(schema, undefined);
      for (const branch of [...schema.oneOf.filter(other => other !== usual), usual])
        if (branch !== undefined) visit(branch, path);
    } else if (schema.properties !== undefined) {
      for (const [inner, value] of Object.entries(schema.properties)) visit(value, [...path, inner]);
    } else if (!notAxes.includes(key)) {
      const { title, description, markdownDescription } = schema;
      keys.set(key, {
        ...(title === undefined ? {} : { title }),
        ...(description === undefined ? {} : { description }),
        ...(markdownDescription === undefined ? {} : { markdownDescription }),
      });
    }
  };
  visit(experimentRoot(), []);
  return keys;
}

/** Keys that cannot be varied: seeds have a key of their own, the others change nothing that is trained. */
export const notAxes: readonly string[] = ["seed", "name", "$schema"];

/** The text of schemas/sweep.schema.json. */
export function sweepSchemaText(): string {
  return `${JSON.stringify(sweepJsonSchema(), null, 2)}\n`;
}
