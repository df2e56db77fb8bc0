/** A square without points is no picture that is still to come. */
export const NONE_IN_SIGHT = "No sample lies in sight";
