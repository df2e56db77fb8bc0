import { experimentRoot, type JsonSchema } from "./json-schema.ts";

function* numbersIn(schema: JsonSchema, path: string): Generator<string> {
  if (schema.type === "number" || schema.type === "integer") yield path;
  for (const branch of [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])]) yield* numbersIn(branch, path);
  for (const [key, inner] of Object.entries(schema.properties ?? {}))
    yield* numbersIn(inner, path === "" ? key : `${path}.${key}`);
}

let cached: ReadonlySet<string> | undefined;

/** Every key path at which an experiment may have a number, of whatever kind its parts are. */
export const numberKeys = (): ReadonlySet<string> => (cached ??= new Set(numbersIn(experimentRoot(), "")));
