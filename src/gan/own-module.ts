/** A module of the researcher's own, loaded. What goes wrong in it is told with its file and line. */
export interface OwnModule {
  /** What it exports beside its function, by name. */
  readonly exported: (name: string) => unknown;
  /** What the experiment tells it, frozen. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Where its default export stands, from 1. */
  readonly place: { readonly file: string; readonly line: number; readonly column: number };
  /** Calls one of its functions. Throws InputError at the line where it went wrong, or where it has none of that name. */
  readonly call: (name: "default" | "parameters", argument: object) => unknown;
  /** Throws InputError at its default export. */
  readonly refuse: (message: string) => never;
}
