import { markdownText } from "../plain/markdown-text.ts";
import { experimentRoot, type JsonSchema } from "./json-schema.ts";

const isTable = ({ type, properties }: JsonSchema): boolean => type === "object" && properties !== undefined;
const code = (value: unknown): string => `\`${JSON.stringify(value).replaceAll("|", "\\|")}\``;

/** `at least 1, at most 100`: what a number may be. */
function rangeOf({ minimum, maximum, exclusiveMaximum }: JsonSchema): string {
  const parts = [
    minimum === undefined ? [] : [`at least ${minimum}`],
    maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? [] : [`at most ${maximum}`],
    exclusiveMaximum === undefined ? [] : [`below ${exclusiveMaximum}`],
  ];
  return parts.flat().join(", ");
}

/** What may stand there, in words. */
function valuesOf(schema: JsonSchema): string {
  if (schema.enum !== undefined) return schema.enum.map(code).join(", ");
  if (schema.anyOf !== undefined) return schema.anyOf.map(valuesOf).join("; or ");
  const range = rangeOf(schema);
  switch (schema.type) {
    case "array":
      return `a list of ${schema.maxItems ?? "any number of"} at most${schema.items === undefined || isTable(schema.items) ? "" : `: ${valuesOf(schema.items)}`}`;
    case "integer":
      return ["a whole number", range].filter(Boolean).join(", ");
    case "number":
      return ["a number", range].filter(Boolean).join(", ");
    case "boolean":
      return "`true` or `false`";
    case "object":
      return schema.properties === undefined
        ? "any names and values"
        : `an object of ${Object.keys(schema.properties)
            .map(name => `\`${name}\``)
            .join(", ")}`;
    case "string":
      return "a text";
    case undefined:
    default:
      return "any value";
  }
}

/** A description as one cell of a table: its lists are lines. */
const cell = (text: string): string =>
  text.trim().replaceAll("|", "\\|").replaceAll(/\n+- /g, "<br>• ").replaceAll(/\n+/g, "<br>");

interface Row {
  readonly key: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
}

/** Every value below an object, by its path from there; elements of a list by `[]`. A key that has kinds is not one of them. */
function rowsOf(schema: JsonSchema, path = ""): Row[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]): Row[] => {
    const key = path === "" ? name : `${path}.${name}`;
    if (inner.const !== undefined || inner.oneOf !== undefined) return [];
    if (isTable(inner)) return rowsOf(inner, key);
    return rowsAt(key, inner, schema.required?.includes(name) ?? false);
  });
}

/** A value, and what it may have inside. */
function rowsAt(key: string, schema: JsonSchema, required = false): Row[] {
  const { items, anyOf = [], additionalProperties: each } = schema;
  return [
    { key, schema, required },
    ...(items !== undefined && isTable(items) ? rowsOf(items, `${key}[]`) : []),
    ...(typeof each === "object" && each.description !== undefined ? rowsAt(`${key}.KEY`, each) : []),
    ...anyOf.flatMap(branch => rowsOf(branch, key)),
  ];
}

function tableOf(rows: readonly Row[]): string[] {
  if (rows.length === 0) return [];
  const lines = rows.map(({ key, schema, required }) => {
    const value = required ? "needed" : schema.default === undefined ? "" : code(schema.default);
    return `| \`${key}\` | ${cell(schema.description ?? "")} | ${valuesOf(schema)} | ${value} |`;
  });
  return ["| key | what it is | what it may be | default |", "|---|---|---|---|", ...lines, ""];
}

/** What a key with kinds may be, a part for each. */
function kindsOf(key: string, schema: JsonSchema): string[] {
  const unasked = (schema.oneOf ?? []).find(({ properties }) => properties?.["kind"]?.default !== undefined);
  return (schema.oneOf ?? []).flatMap(kind => {
    const name = String(kind.properties?.["kind"]?.const);
    return [
      `### \`${key}\`, kind \`${name}\`: ${markdownText(kind.title ?? name)}`,
      "",
      `${(kind.description ?? "").trim()}${kind === unasked ? " This is the kind where none is said." : ""}`,
      "",
      ...tableOf(rowsOf(kind)),
    ];
  });
}

/** The keys with kinds below a schema, by their paths. */
function unionsOf(schema: JsonSchema, path: string): [string, JsonSchema][] {
  if (schema.oneOf !== undefined) return [[path, schema]];
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) =>
    unionsOf(inner, path === "" ? name : `${path}.${name}`),
  );
}

/** Every key of a file that people write, in Markdown, from the schema that validates it. */
export function fileReference(root: JsonSchema): string[] {
  const keys = Object.entries(root.properties ?? {}).filter(([name]) => name !== "$schema");
  const isPart = (schema: JsonSchema): boolean =>
    schema.oneOf !== undefined || isTable(schema) || (schema.items !== undefined && isTable(schema.items));
  const plain = keys.filter(([, schema]) => !isPart(schema));
  const parts = keys.filter(([, schema]) => isPart(schema));
  return [
    "## The file itself",
    "",
    ...tableOf(
      rowsOf({ type: "object", properties: Object.fromEntries(plain), required: root.required ?? [] }),
    ),
    ...parts.flatMap(([name, schema]) => [
      `## \`${name}\``,
      "",
      (schema.description ?? "").trim(),
      "",
      ...tableOf(
        schema.oneOf === undefined ? rowsOf({ type: "object", properties: { [name]: schema } }) : [],
      ),
      ...unionsOf(schema, name).flatMap(([key, union]) => kindsOf(key, union)),
    ]),
  ];
}

/** docs/experiment.md. */
export function experimentReference(): string {
  const lines = [
    "# The experiment file",
    "",
    "An experiment is a JSON file `NAME.gan.json`; comments and trailing commas are allowed. Only `data` is needed. This page is",
    "written from the schema that every file is checked against (`node scripts/reference.mjs`), so it cannot be out of date.",
    "`pairing-lab check NAME.gan.json` says what is wrong with a file, and what was read of its data; in the editor the same is",
    "in Problems, with completion and explanations while one types.",
    "",
    ...fileReference(experimentRoot()),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}
