import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { dataKinds, type AvailableDataKind } from "../../experiment/catalog.ts";
import { findNeverComputed } from "../../experiment/never-computed.ts";
import { availableNames } from "../../experiment/number-spec.ts";
import { readExperiment } from "../../experiment/read.ts";
import { newExperimentText, ownData, pairings, type ExperimentChoices } from "./new-experiment.ts";
import { exampleName, regimeNames, regimes, type Regime } from "./regimes.ts";

const data = availableNames(dataKinds) as AvailableDataKind[];

for (const kind of data) {
  test(`every regime and regularizer makes a valid experiment of ${kind}`, () => {
    for (const regime of regimeNames) {
      for (const pairing of Object.keys(pairings) as ExperimentChoices["pairing"][]) {
        const own = ownData[kind];
        const file = own === undefined ? null : `my "own" ${own.example}`;
        const text = newExperimentText({ name: "mine", data: kind, file, regime, pairing });
        const experiment = readExperiment(text, "/projects/mine.gan.json");
        const wanted: Regime = regimes[regime];
        const { domain } = dataKinds[kind];
        assert.equal(experiment.data.kind, kind);
        assert.equal(experiment.generator.kind, domain === "images" ? "dcgan" : "mlp");
        assert.equal(experiment.pairing.kind, pairing === "latent" ? "latent" : "neighbour");
        assert.equal(experiment.pairing.weight, pairing === "none" ? 0 : wanted.weight);
        const { loss, criticSteps, steps, optimizers, discriminator, penalties } = experiment;
        assert.deepEqual([loss, criticSteps, steps], [wanted.loss, wanted.criticSteps, wanted.steps]);
        const rates = [optimizers.generator, optimizers.discriminator].map(
          ({ learningRate }) => learningRate,
        );
        assert.deepEqual(rates, wanted.learningRates[domain]);
        for (const { beta1, beta2 } of [optimizers.generator, optimizers.discriminator])
          assert.deepEqual([beta1, beta2], wanted.betas);
        assert.deepEqual({ ...discriminator, ...wanted.discriminator }, discriminator);
        for (const [name, numbers] of Object.entries(wanted.penalties[domain])) {
          const penalty = penalties[name as keyof typeof penalties];
          assert.deepEqual({ ...penalty, ...numbers }, penalty);
        }
        assert.deepEqual(findNeverComputed(experiment), []);
      }
    }
  });
}

/** The examples that are New Experiment's own texts, of the ring: npm test new-experiment with UPDATE_GOLDEN=1 writes them. */
for (const regime of regimeNames)
  for (const pairing of ["none", "neighbour"] as const) {
    const name = exampleName("ring", regime, pairing !== "none");
    test(`examples/${name}.gan.json is what New Experiment makes`, () => {
      const file = join("examples", `${name}.gan.json`);
      const text = newExperimentText({ name, data: "ring", file: null, regime, pairing });
      if (process.env["UPDATE_GOLDEN"] !== undefined) writeFileSync(file, text);
      assert.equal(readFileSync(file, "utf8"), text);
    });
  }
