/** Where objects differ: each key path with every object's value there, in order; null where it has none. */
export function differences(objects: readonly object[]): Record<string, unknown[]> {
  const flat = objects.map(object => new Map(leaves(object, "")));
  const paths = [...new Set(flat.flatMap(map => [...map.keys()]))];
  return Object.fromEntries(
    paths.flatMap(path => {
      const values = flat.map(map => map.get(path) ?? null);
      const texts = new Set(values.map(value => JSON.stringify(value)));
      return texts.size > 1 ? [[path, values]] : [];
    }),
  );
}

/** Lists count as one value. */
function* leaves(value: object, path: string): Generator<[string, unknown]> {
  for (const [key, inner] of Object.entries(value) as [string, unknown][]) {
    const at = path === "" ? key : `${path}.${key}`;
    if (typeof inner === "object" && inner !== null && !Array.isArray(inner)) yield* leaves(inner, at);
    else yield [at, inner];
  }
}
