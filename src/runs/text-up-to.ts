import * as z from "zod";

/**
 * A text for people in a run's files, cut to what pages take: one that says too much, such as what a module threw, is no
 * reason not to read the rest.
 */
export const textUpTo = (most: number) =>
  z.string().transform(text => (text.length <= most ? text : `${text.slice(0, most - 1)}…`));
