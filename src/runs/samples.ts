/** Steps that have samples (.npy), ascending. */
export function sampleSteps(folder: string): number[] {
  throw new Error(`not built yet: ${folder}`);
}

/** The file of the probe latents' outputs at a step. */
export function samplesFile(folder: string, step: number): string {
  throw new Error(`not built yet: ${folder} ${step}`);
}
