/** Put in by the bundler. */
declare const PAIRING_LAB_VERSION: string;

/** The version of Pairing Lab that this page is of. */
export const ownVersion: string = PAIRING_LAB_VERSION;
