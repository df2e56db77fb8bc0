/** What stands at a key path of an experiment, maybe another version's or another trainer's; undefined where there is nothing. */
export function settingAt(experiment: unknown, path: string): unknown {
  let value = experiment;
  for (const key of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}
