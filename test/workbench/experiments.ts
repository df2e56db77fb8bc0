/** A small ring that trains for as long as a test needs: 200 steps a second, with everything recorded often. */
export function steadyExperiment(name: string, changes: Readonly<Record<string, unknown>> = {}): string {
  const experiment = {
    name,
    steps: 100_000,
    batch: 32,
    data: { kind: "ring", modes: 8 },
    generator: { kind: "mlp", hidden: [16, 16] },
    discriminator: { kind: "mlp", hidden: [16, 16] },
    pairing: { kind: "neighbour", weight: 0.01, embedding: { hidden: [16], size: 8 } },
    record: { scalars: 10, samples: 50, evaluation: 50, checkpoint: 100 },
    evaluation: { samples: 200 },
    pace: 200,
    ...changes,
  };
  return `${JSON.stringify(experiment, null, 2)}\n`;
}
