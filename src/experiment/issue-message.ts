import type { z } from "zod";
import { branchOf, schemaAt } from "./json-schema.ts";
import type { JsonSchema } from "./json-schema.ts";
import { nearest } from "./nearest-name.ts";
import { nameRemedy, numberRemedy, truthRemedy, unknownKeyRemedy, type Remedy } from "./remedy.ts";
import { isRawObject, rawAt } from "./raw-value.ts";
import type { RawValue } from "./raw-value.ts";
import { inShort } from "./source-text.ts";
import type { KeyPath } from "./source-tree.ts";

export type Issue = z.core.$ZodIssue;

/** A problem without its place in the text. */
export interface Finding {
  readonly path: KeyPath;
  readonly message: string;
  /** `key`: the key itself is wrong; `value`: what stands there. */
  readonly at: "key" | "value";
  /** What certainly mends it, where anything does. */
  readonly remedy?: Remedy | undefined;
}

const kindsOf = (schema: JsonSchema) =>
  (schema.oneOf ?? []).map(branch => String(branch.properties?.["kind"]?.const));

const keysOf = (schema: JsonSchema | undefined) =>
  Object.keys(schema?.properties ?? {}).filter(key => key !== "$schema");

const oneOf = (names: readonly unknown[]) =>
  `${names.length === 1 ? "" : "one of "}${names.map(inName).join(", ")}`;

const wholeNumber = (schema: JsonSchema) => (schema.type === "integer" ? "an integer" : "a number");

function numbersAllowed(schema: JsonSchema): string {
  const { minimum, maximum, exclusiveMaximum } = schema;
  if (minimum === undefined) return "any finite number";
  if (maximum !== undefined) return `${wholeNumber(schema)} from ${minimum} to ${maximum}`;
  if (exclusiveMaximum !== undefined)
    return `${wholeNumber(schema)} from ${minimum} to below ${exclusiveMaximum}`;
  return `any finite number from ${minimum}`;
}

/** What a schema allows, in words. */
function allowed(schema: JsonSchema | undefined): string {
  if (schema === undefined) return "nothing";
  if (schema.enum !== undefined) return oneOf(schema.enum);
  if (schema.const !== undefined) return inName(schema.const);
  if (schema.oneOf !== undefined) return `an object of one of the kinds ${kindsOf(schema).join(", ")}`;
  if (schema.anyOf !== undefined) return schema.anyOf.map(allowed).join(" or ");
  switch (schema.type) {
    case "integer":
    case "number":
      return numbersAllowed(schema);
    case "boolean":
      return "true or false";
    case "string":
      return `a text of ${schema.minLength ?? 0} to ${schema.maxLength ?? 0} characters${schema.pattern === undefined ? "" : " without control characters"}`;
    case "array":
      return `a list of ${schema.minItems === undefined ? "at most" : `${schema.minItems} to`} ${schema.maxItems ?? 0}, each ${allowed(schema.items)}`;
    case undefined:
    default: {
      const keys = keysOf(schema);
      if (keys.length > 0) return `an object with the keys ${keys.join(", ")}`;
      return schema.type === undefined ? "any value" : "an object";
    }
  }
}

/** Names as people write them; only those that would be unclear get quotes. */
function inName(name: unknown): string {
  return typeof name === "string" && /^[\w-]+$/.test(name) ? name : JSON.stringify(name);
}

/** A value in an error message. */
export function found(value: RawValue | undefined): string {
  if (value === undefined) return "missing";
  if (Array.isArray(value)) return `found a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "found an object";
  if (typeof value === "number" && !Number.isFinite(value)) return "found a number that is not finite";
  return `found ${inShort(typeof value === "number" ? String(value) : JSON.stringify(value))}`;
}

const names = (schema: JsonSchema | undefined): string[] =>
  (schema?.enum ?? (schema?.oneOf === undefined ? [] : kindsOf(schema))).filter(
    name => typeof name === "string",
  );

/** Of a choice between an object and something else, the object. */
const withKeys = (schema: JsonSchema | undefined): JsonSchema | undefined =>
  schema?.anyOf?.find(branch => branch.properties !== undefined) ?? schema;

/** Of a union without kinds, what the branch that was meant says: the one that fits from the outside. */
function meantBranch(issue: Issue): readonly Issue[] | undefined {
  if (issue.code !== "invalid_union" || issue.discriminator !== undefined) return undefined;
  const isInside = ({ path, code }: Issue) => path.length > 0 || code === "unrecognized_keys";
  return issue.errors.find(errors => errors.length > 0 && errors.every(isInside));
}

/**
 * What a validation issue says to the user: what was found, what is allowed, the nearest valid name.
 * @param root the schema of the file; an experiment's when left out.
 */
export function findingsOf(issue: Issue, raw: RawValue, root?: JsonSchema): Finding[] {
  const meant = meantBranch(issue);
  if (meant !== undefined)
    return meant.flatMap(inner => findingsOf({ ...inner, path: [...issue.path, ...inner.path] }, raw, root));
  const path = issue.path.map(key => (typeof key === "number" ? key : String(key)));
  const kindIn = (depth: number) => {
    const holder = rawAt(raw, path.slice(0, depth));
    return isRawObject(holder) ? holder["kind"] : undefined;
  };
  if (issue.code === "unrecognized_keys") {
    const union = schemaAt(path, kindIn, root);
    const kind = kindIn(path.length);
    const owner = union?.oneOf === undefined ? withKeys(union) : branchOf(union, kind);
    const keys = keysOf(owner);
    const holder = rawAt(raw, path);
    const written = isRawObject(holder) ? Object.keys(holder) : [];
    const kindName = owner?.properties?.["kind"]?.const;
    const ofKind = kindName === undefined ? "" : ` for kind ${JSON.stringify(kindName)}`;
    return issue.keys.map(key => ({
      path: [...path, key],
      message: `unknown key${ofKind}; allowed: ${keys.join(", ")}${nearest(key, keys)}`,
      at: "key",
      remedy: unknownKeyRemedy(key, keys, written),
    }));
  }
  const value = rawAt(raw, path);
  if (issue.code === "invalid_union" && issue.discriminator !== undefined) {
    const kinds = kindsOf(schemaAt(path.slice(0, -1), kindIn, root) ?? {});
    const near = typeof value === "string" ? nearest(value, kinds) : "";
    return [
      {
        path,
        message: `${found(value)}; expected ${oneOf(kinds)}${near}`,
        at: "value",
        remedy: nameRemedy(value, kinds),
      },
    ];
  }
  const schema = schemaAt(path, kindIn, root);
  const near = typeof value === "string" ? nearest(value, names(schema)) : "";
  return [
    {
      path,
      message: `${found(value)}; expected ${allowed(schema)}${near}`,
      at: "value",
      remedy: remedyOf(value, schema),
    },
  ];
}

/** A value that a schema does not allow, and what was certainly meant. */
function remedyOf(value: RawValue | undefined, schema: JsonSchema | undefined): Remedy | undefined {
  switch (schema?.type) {
    case "integer":
    case "number": {
      const { minimum, maximum, exclusiveMaximum: below } = schema;
      return numberRemedy(value, {
        minimum,
        maximum,
        below,
        integer: schema.type === "integer" ? true : undefined,
      });
    }
    case "boolean":
      return truthRemedy(value);
    case undefined:
    default: {
      const [kind] = value === undefined && schema?.oneOf !== undefined ? kindsOf(schema) : [];
      return kind === undefined ? nameRemedy(value, names(schema)) : { do: "set", value: { kind } };
    }
  }
}
