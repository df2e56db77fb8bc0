export interface CommandSpec {
  readonly title: string;
  readonly icon?: `$(${string})`;
  /** Where the palette offers it; without it, everywhere. */
  readonly when?: string;
  /** It writes nothing, starts nothing and leads nowhere out of the workspace: it may be done in Restricted Mode. */
  readonly onlyLooks?: true;
}
