// One whole training step of every loss, penalty, pairing kind, network and augmentation, compiled and run by ONNX Runtime, against the
// same step in PyTorch: scalars, gradients, and what stands after it.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { TensorValues } from "../../src/compiler/program.ts";
import { fillNormal, fillUniform } from "../../src/data/random.ts";
import { openExecutor } from "../../src/execution/open-executor.ts";
import { executionPlan } from "../../src/experiment/execution-plan.ts";
import { initialKnobs } from "../../src/experiment/knobs.ts";
import { readExperiment } from "../../src/experiment/read.ts";
import { toCheckpoint } from "../../src/training/checkpoint-state.ts";
import { elements } from "../../src/training/parameter-layout.ts";
import { buildModel } from "../../src/training/model.ts";
import { buildStep, definitionOf, startingState, stateShapes } from "../../src/training/step.ts";
import { variantAt } from "../../src/training/variant.ts";
import { lossNames, paired, pairingNames, penaltyNames, strength } from "../support/objective-axes.ts";
import type { Settings } from "../support/objective-axes.ts";
import { openObjectivePeer, trainedTensors } from "./objective-peer.ts";
import { peersMissing } from "./python.ts";

const both = { "pairing.weight": 0.05, "penalties.r1.gamma": 0.5 };
const R3GAN = { loss: "relativistic", "penalties.r1.gamma": 0.5, "penalties.r2.gamma": 0.3 };

/** Everything of the catalog by itself, and parts together. */
const ofPoints: Readonly<Record<string, Settings>> = {
  ...Object.fromEntries(lossNames.map(loss => [`loss ${loss}`, { loss }])),
  ...Object.fromEntries(penaltyNames.map(name => [`penalty ${name}`, { [strength(name)]: 0.5 }])),
  ...Object.fromEntries(pairingNames.map(kind => [`pairing ${kind}`, paired(kind)])),
  "spectral normalisation": { "discriminator.spectralNorm": true, loss: "hinge" },
  "packs of two": { "discriminator.pack": 2 },
  "packs of four with all penalties, DivCo and spectral normalisation": {
    ...paired("divco"),
    "discriminator.pack": 4,
    "discriminator.spectralNorm": true,
    "penalties.r1.gamma": 0.5,
    "penalties.r2.gamma": 0.3,
    "penalties.gradientPenalty.weight": 0.1,
  },
  "two critic steps with zCR and spectral normalisation": {
    ...paired("zcr"),
    criticSteps: 2,
    "discriminator.spectralNorm": true,
  },
  R3GAN,
  "WGAN-GP with DivCo": {
    ...paired("divco"),
    loss: "wasserstein",
    "penalties.gradientPenalty.weight": 0.1,
  },
  "GAN + pairing + R1": both,
  "GAN + latent pairing + R1, tanh and swish": {
    ...both,
    "pairing.kind": "latent",
    "generator.activation": "tanh",
    "discriminator.activation": "swish",
  },
};

const residual = { kind: "resnet", channels: 3, blocks: 1, groups: 2 };
const augmented = {
  generator: residual,
  discriminator: residual,
  augment: ["translation", "color", "cutout"],
};
const ofImages: Readonly<Record<string, Settings>> = {
  "residual networks, 28 pixels": { generator: { ...residual, blocks: 2 }, discriminator: residual },
  "residual networks as R3GAN, 32 pixels": { ...R3GAN, generator: residual, discriminator: residual },
  "residual networks with packs, pairing and a gradient penalty, 28 pixels": {
    generator: residual,
    discriminator: { ...residual, groups: 1, pack: 2 },
    "penalties.gradientPenalty.weight": 0.1,
    "pairing.weight": 0.05,
  },
  "augmentations as R3GAN sees them, 32 pixels": { ...R3GAN, ...augmented },
  "augmentations with packs, DivCo and a gradient penalty, 32 pixels": {
    ...augmented,
    ...paired("divco"),
    discriminator: { ...residual, groups: 1, pack: 2 },
    "penalties.gradientPenalty.weight": 0.1,
  },
  "augmentations with zCR, 28 pixels": { ...augmented, ...paired("zcr") },
};

interface Arm {
  readonly data: object;
  readonly sampleShape: readonly number[];
  readonly settings: Settings;
}

const arms: Readonly<Record<string, Arm>> = {
  ...Object.fromEntries(
    Object.entries(ofPoints).map(([arm, settings]) => [
      arm,
      {
        data: { kind: "ring" },
        sampleShape: [2],
        settings: { batch: 64, "generator.hidden": [32, 32], ...settings },
      },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(ofImages).map(([arm, settings]) => {
      const [data, sampleShape] = arm.includes("32")
        ? [{ kind: "cifar10", folder: "not opened" }, [32, 32, 3]]
        : [{ kind: "digits" }, [28, 28, 1]];
      return [arm, { data, sampleShape, settings: { batch: 4, ...settings } }];
    }),
  ),
};

const skip = peersMissing("torch");
const peer = skip === false ? openObjectivePeer() : null;
after(() => peer?.close());

/** The sum of all differences of two lists. */
function apart(ours: ArrayLike<number>, theirs: readonly number[]): number {
  assert.equal(ours.length, theirs.length);
  return theirs.reduce((sum, value, i) => sum + Math.abs(value - (ours[i] ?? NaN)), 0);
}

for (const [arm, { data, sampleShape, settings }] of Object.entries(arms))
  test(`${arm}: one compiled step is PyTorch's step`, { skip }, async () => {
    assert.ok(peer !== null);
    const experiment = readExperiment(JSON.stringify({ data }), "arm.gan.json", {
      settings: Object.entries(settings).map(([key, value]) => ({ key, value })),
    });
    const model = buildModel(experiment, sampleShape);
    const knobs = initialKnobs(experiment);
    const step = buildStep(model, variantAt(experiment, knobs, 1));
    const inputs = Object.fromEntries(
      Object.entries(step.inputs).map(([name, { shape, draw }], i): [string, TensorValues] => {
        const data = new Float32Array(elements(shape));
        const fill = draw.from === "uniform" ? fillUniform : fillNormal;
        fill(data, { seed: 5, stream: "userLatents", step: i });
        return [name, { shape, data }];
      }),
    );

    const { graphOptimization } = executionPlan(experiment);
    const executor = await openExecutor({ device: "cpu", threads: 1, graphOptimization });
    const state = startingState(model, 3);
    // Nothing rests where it began, such as the last layers of residual blocks at 0.
    [...state].forEach(([name, { data }], i) => {
      if (!name.endsWith(".weights")) return;
      const away = new Float32Array(data.length);
      fillNormal(away, { seed: 7, stream: "userLatents", step: i });
      away.forEach((value, at) => (data[at] = (data[at] ?? NaN) + 0.1 * value));
    });
    executor.put(state);
    const scalars = await executor.step(await executor.loadStep(definitionOf(step)), 1, {
      ...Object.fromEntries(Object.entries(inputs).map(([name, { data }]) => [name, data])),
      ...Object.fromEntries(step.knobs.map(key => [key, Float32Array.of(knobs[key] ?? NaN)])),
    });
    const ended = toCheckpoint(model, await executor.get(Object.keys(stateShapes(model))));
    await executor.close();

    await peer.load(model, step, state);
    const theirs = await peer.step(inputs);

    assert.deepEqual(Object.keys(scalars).sort(), Object.keys(theirs.scalars).sort());
    for (const [tag, value] of Object.entries(theirs.scalars)) {
      // A row that is about as similar to another may count on either side.
      const allowed = tag === "pairing/accuracy" ? 2 / experiment.batch : 2e-5 * (1 + Math.abs(value));
      const ours = scalars[tag]?.[0] ?? NaN;
      assert.ok(Math.abs(ours - value) <= allowed, `${tag}: ${ours}, PyTorch ${value}`);
    }
    const standing = (name: string): number[] => [...(ended.get(name)?.data ?? [])];
    for (const [name, gradient] of Object.entries(theirs.gradients)) {
      const [group = ""] = name.split(".");
      const player = group === "discriminator" ? group : "generator";
      if (player === "discriminator" && experiment.criticSteps > 1) continue;
      // After its first update Adam's first moment is 1 - beta1 times the gradient.
      const { beta1 } = experiment.optimizers[player];
      const ours = standing(name.replace(group, `${group}.optimizer.m`)).map(m => m / (1 - beta1));
      const [off, size] = [apart(ours, gradient), gradient.reduce((sum, value) => sum + Math.abs(value), 0)];
      // Some are rounding alone, such as that of the last bias where a generated sample's score is taken from a real one's.
      assert.ok(off < 5e-4 * size + 1e-7, `gradient of ${name}: ${size} in all, apart by ${off}`);
    }
    let [moved, off] = [0, 0];
    for (const [name, { data: from }] of trainedTensors(model, state)) {
      const peers = theirs.weights[name] ?? [];
      moved += apart(from, peers);
      off += apart(standing(name), peers);
    }
    // Adam's first step is the sign of the gradient: a tiny gradient may round to the other side, so the sum is judged.
    assert.ok(moved > 0 && off < 1e-3 * moved, `weights moved by ${moved}, apart by ${off}`);
  });
