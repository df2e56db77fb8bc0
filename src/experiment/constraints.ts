import { dataKinds } from "./catalog-data.ts";
import { networks } from "./catalog-objectives.ts";
import { findForeignModules } from "./custom-parts.ts";
import { isStagedShape } from "./image-stages.ts";
import type { Finding } from "./issue-message.ts";
import { knobs } from "./catalog-knobs.ts";
import { checkKnob, checkKnobKey, knobsMeant, withKnobs } from "./knobs.ts";
import type { KnobKey } from "./knobs.ts";
import { findPairingConflicts } from "./objective-conflicts.ts";
import { nameRemedy, numberRemedy, type Remedy } from "./remedy.ts";
import type { Experiment } from "./schema.ts";
import type { KeyPath } from "./source-tree.ts";
import { timeline } from "./timeline.ts";

function scheduleFindings(experiment: Experiment, lastStep: number): Finding[] {
  const findings: Finding[] = [];
  const seen = new Map<string, number>();
  for (const [index, { at, set, to }] of experiment.schedule.entries()) {
    const say = (key: string, message: string, remedy?: Remedy) => {
      findings.push({ path: ["schedule", index, key], message, at: "value", remedy });
    };
    const unknown = checkKnobKey(experiment, set);
    const outOfRange = unknown === null ? checkKnob(experiment, set, to) : null;
    if (unknown !== null) say("set", unknown, nameRemedy(set, knobsMeant(experiment, set)));
    if (outOfRange !== null) say("to", outOfRange, numberRemedy(to, knobs[set as KnobKey]));
    if (at >= lastStep) {
      say("at", `found ${at}; expected a step before the last one, from 0 to ${lastStep - 1}`);
    }
    const place = `${at} ${set}`;
    const earlier = seen.get(place);
    if (earlier === undefined) seen.set(place, index);
    else
      say(
        "at",
        `schedule.${earlier} already changes ${set} at step ${at}; expected one change of a knob a step`,
      );
  }
  return findings;
}

/** What the experiment's first knobs, or planned ones, make of its pairing kind; between two corners knobs move evenly. */
function pairingFindings(experiment: Experiment): Finding[] {
  const first = findPairingConflicts(experiment);
  if (first.length > 0) return first;
  const { at, corners } = timeline(experiment, []);
  return corners(0, Infinity).flatMap(({ step, keys }) =>
    findPairingConflicts(withKnobs(experiment, at(step))).map(({ path, message }): Finding => {
      const index = experiment.schedule.findLastIndex(
        change => keys.includes(change.set) && change.at <= step,
      );
      return {
        path: ["schedule", index, "to"],
        message: `at step ${step} ${path.join(".")}: ${message}`,
        at: "value",
      };
    }),
  );
}

const players = ["generator", "discriminator"] as const;

/** A finding for each network of convolutions, which the data's samples do not fit. */
const convolutionFindings = (experiment: Experiment, why: string): Finding[] =>
  players
    .filter(player => networks[experiment[player].kind].convolutional)
    .map(player => ({
      path: [player, "kind"],
      message: `found ${JSON.stringify(experiment[player].kind)}, ${why}; expected "mlp"`,
      at: "value",
      remedy: { do: "set", value: "mlp" },
    }));

/** Groups share out the maps between a residual block's convolutions, twice the channels, evenly. */
const groupFindings = (experiment: Experiment): Finding[] =>
  players.flatMap(player => {
    const network = experiment[player];
    if (network.kind !== "resnet" || (2 * network.channels) % network.groups === 0) return [];
    const message = `found ${network.groups}; expected a divisor of ${2 * network.channels}, which is twice ${player}.channels`;
    return [{ path: [player, "groups"], message, at: "value" }];
  });

/** An eighth of less rounds to no pixel. */
const SMALLEST_SHIFTED = 4;

/** Networks that do not fit samples of this shape, augmentations that leave them as they are; files tell theirs only when opened. */
export function findMisshapen(experiment: Experiment, sampleShape: readonly number[]): Finding[] {
  if (isStagedShape(sampleShape)) return [];
  const shape = `this data's samples have the shape [${sampleShape.join(", ")}]`;
  const findings = convolutionFindings(
    experiment,
    `which is for square images of 28, 32 or 64 pixels; ${shape}`,
  );
  const shifted = experiment.augment.indexOf("translation");
  if (shifted >= 0 && sampleShape.slice(0, 2).every(size => size < SMALLEST_SHIFTED)) {
    const message = `found "translation", which shifts images of at least ${SMALLEST_SHIFTED} pixels a side; ${shape}`;
    findings.push({ path: ["augment", shifted], message, at: "value" });
  }
  return findings;
}

/** What is for images alone, where the kind of data says that they are none. */
function domainFindings(experiment: Experiment): Finding[] {
  const { data, augment } = experiment;
  if (dataKinds[data.kind].domain === "images") return [];
  const why = `which is for images; data of the kind ${JSON.stringify(data.kind)} are points`;
  const findings = convolutionFindings(experiment, why);
  if (augment.length > 0) {
    const message = `found ${JSON.stringify(augment)}, ${why}; expected []`;
    findings.push({ path: ["augment"], message, at: "value" });
  }
  return findings;
}

/** IDX data are files by their names, or a folder of files with the usual ones. */
function sourceFindings({ data }: Experiment): Finding[] {
  if (data.kind !== "idx") return [];
  const say = (key: "images" | "labels", message: string): Finding[] => [
    { path: ["data", key], message, at: "value" },
  ];
  if (data.folder === "")
    return data.images === ""
      ? say("images", 'missing; expected a file, or "folder" with the usual names')
      : [];
  const both = (["images", "labels"] as const).find(key => data[key] !== "");
  return both === undefined
    ? []
    : say(both, 'found it beside "folder", which has its own; expected one of the two');
}

/** An augmentation draws once for a sample, so naming it again is a mistake. */
const repeatedFindings = ({ augment }: Experiment): Finding[] =>
  augment.flatMap((name, i) => {
    if (augment.indexOf(name) === i) return [];
    const message = `found ${JSON.stringify(name)} again; expected each augmentation once`;
    return [{ path: ["augment", i], message, at: "value" }];
  });

/** One thing that must fit another. */
interface Rule {
  /** Key paths that it looks at: where one of them is wrong, it says nothing. */
  readonly reads: readonly string[];
  readonly find: (experiment: Experiment, lastStep: number) => readonly Finding[];
}

const rules: readonly Rule[] = [
  { reads: ["data.kind", "generator.kind", "discriminator.kind", "augment"], find: domainFindings },
  { reads: ["augment"], find: repeatedFindings },
  { reads: ["data"], find: sourceFindings },
  { reads: ["generator", "discriminator"], find: groupFindings },
  {
    reads: ["pairing.kind", "optimizers.generator.kind", "optimizers.discriminator.kind"],
    find: scheduleFindings,
  },
  { reads: ["pairing", "schedule", "discriminator"], find: pairingFindings },
  { reads: ["pairing", "generator", "discriminator"], find: findForeignModules },
  { reads: ["batch", "discriminator.pack"], find: packFindings },
  { reads: ["discriminator.kind", "discriminator.spectralNorm"], find: normalisationFindings },
  { reads: ["data.kind", "evaluation.features"], find: featureFindings },
  { reads: ["evaluation.samples", "evaluation.neighbours"], find: neighbourFindings },
];

/**
 * What the shape of the file cannot say: keys that must fit each other.
 * @param lastStep the step before which every planned change must begin; Infinity where that is not asked.
 * @param wrong places that say something else than what was meant, so that nothing follows from them.
 */
export function findConflicts(
  experiment: Experiment,
  lastStep: number,
  wrong: readonly KeyPath[] = [],
): Finding[] {
  const concerns = (read: string) => wrong.some(path => startsAlike(read.split("."), path));
  return rules.filter(({ reads }) => !reads.some(concerns)).flatMap(({ find }) => find(experiment, lastStep));
}

/** Whether one of two paths leads to the other. */
const startsAlike = (a: KeyPath, b: KeyPath): boolean =>
  a.slice(0, b.length).every((key, depth) => key === b[depth]);

function packFindings({ batch, discriminator }: Experiment): Finding[] {
  if (batch % discriminator.pack === 0) return [];
  const message = `found ${discriminator.pack}; expected a divisor of batch, which is ${batch}: a pack is that many samples of a batch`;
  return [{ path: ["discriminator", "pack"], message, at: "value" }];
}

function normalisationFindings({ discriminator }: Experiment): Finding[] {
  if (discriminator.kind !== "resnet" || !discriminator.spectralNorm) return [];
  const message =
    'found true; expected false for the kind "resnet", whose blocks begin with a convolution of zeros that has no singular value to divide by';
  return [
    { path: ["discriminator", "spectralNorm"], message, at: "value", remedy: { do: "set", value: false } },
  ];
}

function featureFindings({ data, evaluation: { features } }: Experiment): Finding[] {
  if (dataKinds[data.kind].domain !== "points" || features === "auto" || features === "data") return [];
  const message = `found ${JSON.stringify(features)}, which is for images; expected "auto" or "data" for points`;
  return [{ path: ["evaluation", "features"], message, at: "value", remedy: { do: "set", value: "auto" } }];
}

function neighbourFindings({ evaluation: { samples, neighbours } }: Experiment): Finding[] {
  if (neighbours < samples) return [];
  const message = `found ${neighbours}; expected fewer neighbours than evaluation.samples, which is ${samples}`;
  return [{ path: ["evaluation", "neighbours"], message, at: "value" }];
}
