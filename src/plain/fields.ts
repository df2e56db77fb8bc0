export type Fields = Readonly<Record<string, unknown>>;

/** Whether a value of JSON holds others by name. */
export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
