/** Why something cannot be done in a workspace that is not trusted. */
export const untrusted = (what: string): string =>
  `${what} needs a trusted workspace. In Restricted Mode runs can be looked at.`;
