import type { DashboardState, KnobFacts } from "../../src/protocol/dashboard-state.ts";
import { ownVersion } from "../../webview/host/own-version.ts";

/** A knob with a wide slider, at its experiment's value. */
export function knobFacts(key: string, value: number, from = 1e-4, to = 1, zero = true): KnobFacts {
  return {
    key,
    title: key,
    symbol: "",
    description: "",
    minimum: 0,
    maximum: null,
    maximumExcluded: false,
    integer: false,
    slider: { from, to, zero },
    resting: key.startsWith("penalties.") && value === 0,
    value,
    history: [{ step: 0, value, source: "experiment" }],
  };
}

export const possible = {
  pause: null,
  unpause: "the run is not paused",
  checkpoint: null,
  stop: null,
  setKnob: null,
  resume: "the run is training",
  repeat: "the run is training",
  extend: "the run is training",
  branch: null,
  saveAsExperiment: null,
  render: null,
} as const;

/** A run that has just begun. */
export function dashboardState(): DashboardState {
  return {
    run: {
      folder: "/runs/ring8-weak",
      id: "20260501-100000-ring8-weak-3",
      name: "ring8-weak",
      seed: 3,
      parent: null,
      ancestryTrouble: null,
      tried: null,
      trainer: null,
      createdAt: "2026-05-01T10:00:00.000Z",
      versions: { pairingLab: ownVersion },
      device: "CPU, compiled",
      experiment: {},
      domain: "points",
      dataTitle: "Ring of Gaussians",
      objective: "non-saturating, neighbour pairing",
      pairingPartners: 128,
      pairingUnit: "nats",
      latentSize: 2,
      batch: 128,
      evaluation: { samples: 1000, neighbours: 5 },
      record: { scalars: 10, samples: 100, evaluation: 100, checkpoint: 2000 },
    },
    status: {
      state: "training",
      step: 0,
      steps: 8000,
      stepsPerSecond: 158,
      secondsLeft: 50,
      message: "",
      failure: null,
      host: "here",
      maker: "AMD EPYC",
      heartbeatAt: Date.parse("2026-05-01T10:00:00.000Z"),
      lastEvaluation: null,
    },
    actions: possible,
    knobs: [
      knobFacts("pairing.weight", 0),
      knobFacts("pairing.noise", 0.1, 1e-3, 10, false),
      knobFacts("pairing.temperature", 0.1, 1e-3, 10, false),
      knobFacts("optimizers.generator.learningRate", 1e-3, 1e-6, 0.1),
      knobFacts("optimizers.discriminator.learningRate", 1.5e-4, 1e-6, 0.1),
      knobFacts("penalties.r1.gamma", 0, 1e-3, 100),
      knobFacts("penalties.r2.gamma", 0, 1e-3, 100),
      knobFacts("penalties.gradientPenalty.weight", 0, 1e-2, 100),
      knobFacts("pace", 0, 1, 10_000),
    ],
    journal: [],
    notes: {
      name: null,
      star: true,
      tags: ["reference"],
      note: "as in the first table",
      steps: [],
      pins: [],
    },
    checkpoints: [],
    samples: [],
    curves: [],
    findings: [],
  };
}
