import * as z from "zod";
import type { NumberSpecs } from "./number-spec.ts";
import { about, numbers, type NumberKeys } from "./schema-numbers.ts";

interface Kind {
  readonly title: string;
  readonly description: string;
  readonly numbers: NumberSpecs;
}

type Keys = Readonly<Record<string, z.ZodType>>;

/** The keys of one kind beside `kind`. */
type KeysOf<C extends Readonly<Record<string, Kind>>, Own, K extends keyof C> = K extends keyof Own
  ? Own[K]
  : NumberKeys<C[K]["numbers"]>;

type KindSchema<C extends Readonly<Record<string, Kind>>, Own> = {
  [K in keyof C & string]: z.ZodObject<{ kind: z.ZodLiteral<K> } & KeysOf<C, Own, K>, z.core.$strict>;
}[keyof C & string];

/**
 * One of a catalog's kinds, in its order: an object of `kind` and of the kind's numbers. Kinds that have keys of other types say
 * all of their keys in `own`.
 * @param usual the kind of an object that names none; without it an object must name one.
 */
export function kindsSchema<
  const C extends Readonly<Record<string, Kind>>,
  Own extends { readonly [K in keyof C]?: Keys },
>(
  catalog: C,
  own: Own,
  usual?: keyof C & string,
): z.ZodDiscriminatedUnion<readonly KindSchema<C, Own>[], "kind"> {
  const keysOf: Readonly<Record<string, Keys | undefined>> = own;
  const options = Object.entries(catalog).map(([name, entry]) => {
    const kind = name === usual ? z.literal(name).default(name) : z.literal(name);
    return z.strictObject({ kind, ...(keysOf[name] ?? numbers(entry.numbers)) }).meta(about(entry));
  });
  // Object.entries forgets which name is whose.
  return z.discriminatedUnion("kind", options as never);
}
