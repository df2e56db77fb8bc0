import { signal } from "@preact/signals";

/** The output of the latent that is pointed at in the latent map; the scatter rings it. */
export const hoveredOutput = signal<ArrayLike<number> | null>(null);
