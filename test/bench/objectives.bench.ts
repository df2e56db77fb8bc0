// Every objective: what its compiled step costs beside the plain GAN's, and beside the same step in PyTorch (eager, with
// its default Adam), one thread each, taking turns. Time is the processor's: what others do meanwhile does not count.
import { augmentations } from "../../src/experiment/catalog.ts";
import { readExperiment } from "../../src/experiment/read.ts";
import type { Experiment } from "../../src/experiment/schema.ts";
import { startingState } from "../../src/training/step.ts";
import { openObjectivePeer } from "../peers/objective-peer.ts";
import { peersMissing } from "../peers/python.ts";
import { lossNames, pairingNames, penaltyNames, strength } from "../support/objective-axes.ts";
import type { Settings } from "../support/objective-axes.ts";
import { interleave, table, type Contender } from "./interleave.ts";
import { openStep } from "./step-program.ts";

const R1 = { "penalties.r1.gamma": 0.1 };
const R3GAN = { loss: "relativistic", ...R1, "penalties.r2.gamma": 0.1 };

/** Everything of the catalog by itself, and what papers make of parts. */
const objectives: Readonly<Record<string, Settings>> = {
  "plain GAN": {},
  ...Object.fromEntries(
    lossNames.filter(loss => loss !== "non-saturating").map(loss => [`loss ${loss}`, { loss }]),
  ),
  ...Object.fromEntries(penaltyNames.map(name => [`penalty ${name}`, { [strength(name)]: 0.1 }])),
  spectralNorm: { "discriminator.spectralNorm": true },
  "pack 2": { "discriminator.pack": 2 },
  ...Object.fromEntries(
    pairingNames.map(kind => [`pairing ${kind}`, { "pairing.kind": kind, "pairing.weight": 0.02 }]),
  ),
  R3GAN,
  "R3GAN + pairing": { ...R3GAN, "pairing.weight": 0.02 },
};

const networksOf = (kind: string) => ({ generator: { kind }, discriminator: { kind } });

interface Size {
  readonly name: string;
  readonly base: object;
  readonly steps: number;
  readonly rounds: number;
  /** What the ratio to PyTorch should be at least. */
  readonly goal: number;
  readonly rows: Readonly<Record<string, Settings>>;
}

const toy = (hidden: readonly number[], batch: number): object => ({
  data: { kind: "ring" },
  batch,
  generator: { hidden },
  discriminator: { hidden },
});

const sizes: readonly Size[] = [
  {
    name: "small toy (64-64, batch 128)",
    base: toy([64, 64], 128),
    steps: 50,
    rounds: 15,
    goal: 3,
    rows: objectives,
  },
  {
    name: "toy A (128-128, batch 512)",
    base: toy([128, 128], 512),
    steps: 10,
    rounds: 15,
    goal: 3,
    rows: objectives,
  },
  {
    name: "digits, batch 64, beside a DCGAN of the same channels",
    base: { data: { kind: "digits" }, batch: 64, ...networksOf("dcgan") },
    steps: 1,
    rounds: 5,
    goal: 1,
    rows: {
      resnet: networksOf("resnet"),
      "resnet, R3GAN": { ...networksOf("resnet"), ...R3GAN },
      "resnet, R3GAN + pairing": { ...networksOf("resnet"), ...R3GAN, "pairing.weight": 0.02 },
      "resnet, R3GAN + augmentations": {
        ...networksOf("resnet"),
        ...R3GAN,
        augment: Object.keys(augmentations),
      },
    },
  },
];

/** The milliseconds that the processor was at it. */
const onProcessor =
  (work: Contender, steps: number): Contender =>
  async () => {
    const start = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000 / steps;
  };

/** `node out/test/test/bench/objectives.bench.js WORD ...`: only what has these words in its name. */
const wanted = process.argv.slice(2);
const experimentOf = (base: object, settings: Settings): Experiment =>
  readExperiment(JSON.stringify(base), "bench.gan.json", {
    settings: Object.entries(settings).map(([key, value]) => ({ key, value })),
  });

const missing = peersMissing("torch");
const peer = missing === false ? openObjectivePeer() : null;
if (missing !== false) console.log(`Without PyTorch: ${missing}\n`);

for (const { name, base, steps, rounds, goal, rows } of sizes) {
  const lines: string[][] = [];
  const plain = await openStep(experimentOf(base, {}));
  for (const [row, settings] of Object.entries(rows)) {
    if (!wanted.every(word => `${name} ${row}`.includes(word))) continue;
    const ours = await openStep(experimentOf(base, settings));
    await peer?.load(ours.model, ours.step, startingState(ours.model, 1));
    const contenders: Record<string, Contender> = {
      plain: onProcessor(plain.run(steps), steps),
      ours: onProcessor(ours.run(steps), steps),
    };
    if (peer !== null) contenders["torch"] = () => peer.time(steps);
    const medians = await interleave(contenders, rounds);
    const { plain: least = NaN, ours: own = NaN, torch } = medians;
    const cells = [
      row,
      own.toFixed(3),
      `${(own / least).toFixed(2)}x`,
      torch?.toFixed(3) ?? "-",
      torch === undefined ? "-" : `${(torch / own).toFixed(2)}x`,
      String(Object.values(ours.program.census).reduce((a, b) => a + b, 0)),
    ];
    lines.push(cells);
    // The whole takes minutes: what is known is shown.
    console.error(`${name}: ${cells.join("  ")}`);
    await ours.executor.close();
  }
  await plain.executor.close();
  console.log(
    `\n${name}: milliseconds a step, one thread, medians of ${rounds} interleaved rounds; goal ${goal}x\n`,
  );
  console.log(table(["objective", "ours", "of plain", "torch eager", "ratio", "nodes"], lines));
}
peer?.close();
