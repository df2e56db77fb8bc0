import assert from "node:assert/strict";
import { test } from "node:test";
import { dataKinds, type AvailableDataKind } from "../../experiment/catalog.ts";
import { availableNames } from "../../experiment/number-spec.ts";
import { readExperiment } from "../../experiment/read.ts";
import { newExperimentText, ownData, pairings, regimes, type ExperimentChoices } from "./new-experiment.ts";

const data = availableNames(dataKinds) as AvailableDataKind[];

for (const kind of data) {
  test(`every regime and regularizer makes a valid experiment of ${kind}`, () => {
    for (const regime of Object.keys(regimes) as ExperimentChoices["regime"][]) {
      for (const pairing of Object.keys(pairings) as ExperimentChoices["pairing"][]) {
        const own = ownData[kind];
        const file = own === undefined ? null : `my "own" ${own.example}`;
        const text = newExperimentText({ name: "mine", data: kind, file, regime, pairing });
        const experiment = readExperiment(text, "/work/mine.gan.json");
        assert.equal(experiment.data.kind, kind);
        assert.equal(experiment.generator.kind, dataKinds[kind].domain === "images" ? "dcgan" : "mlp");
        assert.equal(experiment.pairing.kind, pairing === "latent" ? "latent" : "neighbour");
        assert.ok("weight" in experiment.pairing);
        assert.equal(experiment.pairing.weight, pairing === "none" ? 0 : regimes[regime].weight);
        assert.equal(experiment.penalties.r1.gamma, regimes[regime].gamma);
      }
    }
  });
}
