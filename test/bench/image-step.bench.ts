// The compiled training step of DCGANs (channels 32, batch 64) against the same step in PyTorch, taking turns; and how
// long it takes from an experiment to the end of its first step.
import { readExperiment } from "../../src/experiment/read.ts";
import { interleave, table, timed, type Contender } from "./interleave.ts";
import { loadStep } from "./step-program.ts";
import { openTorchImages } from "./torch.ts";

const BATCH = 64;
const CHANNELS = 32;
const LATENT = 64;

const sizes = [
  { size: 28, colours: 1, steps: 3, rounds: 9 },
  { size: 32, colours: 3, steps: 3, rounds: 9 },
  // A step takes a second.
  { size: 64, colours: 3, steps: 1, rounds: 5 },
] as const;

const arms = {
  plain: { r1: 0, pairing: false },
  pairing: { r1: 0, pairing: true },
  R1: { r1: 1, pairing: false },
  "pairing + R1": { r1: 1, pairing: true },
} as const;

type Size = (typeof sizes)[number];
type Arm = (typeof arms)[keyof typeof arms];

/** A step that has run once, and the milliseconds from its experiment to there. */
async function openOurs({ size, colours, steps }: Size, { r1, pairing }: Arm, threads: number) {
  const start = performance.now();
  const network = { kind: "dcgan", channels: CHANNELS };
  const experiment = readExperiment(
    JSON.stringify({
      // The step sees of the data only the samples' shape, which is given below.
      data: { kind: "digits" },
      batch: BATCH,
      latent: { size: LATENT },
      generator: network,
      discriminator: network,
      pairing: { weight: pairing ? 0.02 : 0 },
      penalties: { r1: { gamma: r1 } },
    }),
    "bench.gan.json",
  );
  const { step, shapes, knobs, program, executor, loaded } = await loadStep(
    experiment,
    [size, size, colours],
    { threads, graphOptimization: "disabled" },
  );
  const drawn = shapes.map(([name, shape]) => {
    const length = shape.reduce((a, b) => a * b, 1);
    return [name, Float32Array.from({ length }, (_, i) => Math.sin(i * i))] as const;
  });
  const inputs = Object.fromEntries([
    ...drawn,
    ...step.knobs.map(key => [key, Float32Array.of(knobs[key] ?? NaN)] as const),
  ]);
  await executor.step(loaded, 1, inputs);
  const firstStep = performance.now() - start;
  const run: Contender = async () => {
    const ms = await timed(async () => {
      for (let i = 0; i < steps; i++) await executor.step(loaded, 1, inputs);
    });
    return ms / steps;
  };
  const nodes = Object.values(program.census).reduce((a, b) => a + b, 0);
  return { run, executor, firstStep, nodes };
}

const ms = (value: number | undefined): string => value?.toFixed(1) ?? "-";

for (const threads of [1, 2]) {
  const rows: string[][] = [];
  for (const size of sizes)
    for (const [name, arm] of Object.entries(arms)) {
      const ours = await openOurs(size, arm, threads);
      const { steps, rounds, ...shape } = size;
      const config = { ...shape, ...arm, channels: CHANNELS, batch: BATCH, latent: LATENT, threads };
      const plain = await openTorchImages(config, "plain", steps);
      const last = await openTorchImages(config, "channels-last", steps);
      const contenders: Record<string, Contender> = { ours: ours.run };
      if (plain !== null) contenders["plain"] = plain.run;
      if (last !== null) contenders["last"] = last.run;
      const medians = await interleave(contenders, rounds);
      const ratio = (peer: number | undefined) =>
        peer === undefined ? "-" : `${(peer / (medians["ours"] ?? NaN)).toFixed(2)}x`;
      const row = [
        `${size.size}x${size.size}x${size.colours}, ${name}`,
        ms(medians["ours"]),
        ms(medians["plain"]),
        ratio(medians["plain"]),
        ms(medians["last"]),
        ratio(medians["last"]),
        (ours.firstStep / 1000).toFixed(2),
        String(ours.nodes),
      ];
      rows.push(row);
      // The whole takes a quarter of an hour: what is known is shown.
      console.error(`${threads} thread(s): ${row.join("  ")}`);
      plain?.close();
      last?.close();
      await ours.executor.close();
    }
  console.log(
    `Milliseconds a step, channels ${CHANNELS}, batch ${BATCH}, ${threads} thread(s), medians of interleaved rounds`,
  );
  console.log(`Goals: 1x of PyTorch eager on one thread, 0.9x on two; 3 s to the end of the first step\n`);
  console.log(
    table(["step", "ours", "torch", "ratio", "channels last", "ratio", "first step, s", "nodes"], rows),
  );
  console.log();
}
