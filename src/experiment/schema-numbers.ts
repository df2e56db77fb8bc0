import * as z from "zod";
import type { NumberSpec, NumberSpecs } from "./number-spec.ts";

/** A number with its range, without a default. */
export function requiredNumber(spec: NumberSpec): z.ZodNumber {
  let schema = spec.integer ? z.number().int() : z.number();
  schema = schema.min(spec.minimum);
  if (spec.maximum !== undefined) schema = schema.max(spec.maximum);
  if (spec.below !== undefined) schema = schema.lt(spec.below);
  const unit = spec.unit === undefined ? "" : ` Unit: ${spec.unit}.`;
  return schema.meta({ title: spec.title, description: `${spec.description}${unit}` });
}

/** A number with its range and its default from the catalog. */
export function number(spec: NumberSpec): z.ZodDefault<z.ZodNumber> {
  return requiredNumber(spec).default(spec.default);
}

export type NumberKeys<S extends NumberSpecs> = { [K in keyof S]: z.ZodDefault<z.ZodNumber> };

/** The numbers of a catalog entry, as the keys of an object. */
export function numbers<S extends NumberSpecs>(specs: S): NumberKeys<S> {
  const shape = Object.fromEntries(Object.entries(specs).map(([key, spec]) => [key, number(spec)]));
  return shape as NumberKeys<S>; // Object.fromEntries forgets its keys
}

type Described = Readonly<Record<string, { title: string; description: string; available: boolean }>>;

/** One of a catalog's names, each explained to the editor. */
export function choice<C extends Described>(catalog: C, title: string, description: string) {
  const names = Object.keys(catalog) as (keyof C & string)[];
  const lines = Object.entries(catalog).map(([name, entry]) => `- \`${name}\`: ${entry.description}`);
  return z.enum(names).meta({ title, description: `${description}\n\n${lines.join("\n")}` });
}

/** A path to a file or folder of the user's. */
export const path = (title: string, description: string) =>
  z
    .string()
    .min(1)
    .max(4096)
    .meta({ title, description: `${description} Relative paths are relative to this file.` });

/** The name of a module in the folder of the experiment or below it; custom-parts.ts says what else is asked of it. */
export const modulePath = (description: string) =>
  z
    .string()
    .min(1)
    .max(1000)
    .meta({ title: "Module", description: `${description} It lies in this file's folder or below it.` });

/** What the editor shows of a catalog entry. */
export const about = ({ title, description }: { title: string; description: string }) => ({
  title,
  description,
});
