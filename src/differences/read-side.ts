import { basename } from "node:path";
import type { CustomPart } from "../experiment/custom-parts.ts";
import { InputError } from "../experiment/input-error.ts";
import { readInputText } from "../experiment/read-file.ts";
import { changeExperiment, readExperiment } from "../experiment/read.ts";
import type { Experiment } from "../experiment/schema.ts";
import { readModules } from "../modules/read-modules.ts";
import { loadAncestry } from "../runs/ancestry.ts";
import { readJournal, type JournalEntry } from "../runs/journal.ts";
import { keptModules, type KeptModules } from "../runs/kept-modules.ts";
import { loadRunInfo, type RunInfo } from "../runs/run-info.ts";
import type { Fact, Side, Turn } from "./side.ts";

/**
 * An experiment's file as a side; its modules are read as text, nothing of them runs. Rejects with InputError.
 * @param text where it is not what the disk has: what is unsaved in an editor
 */
export async function readFileSide(file: string, text = readInputText(file)): Promise<Side> {
  const experiment = readExperiment(text, file);
  return {
    kind: "file",
    path: file,
    name: basename(file),
    experiment,
    defaultsOf: file,
    modules: textsOf(await readModules(experiment, file)),
    facts: { begun: atTheBeginning },
    turns: [],
  };
}

/** A run as a side. Rejects with RunReadError. */
export async function readRunSide(folder: string): Promise<Side> {
  const info = await loadRunInfo(folder);
  const { experiment, isKnown } = understood(info);
  return {
    kind: "run",
    path: folder,
    name: info.id,
    experiment,
    defaultsOf: isKnown ? (info.file ?? info.id) : null,
    modules: textsOf(keptModules(folder, info)),
    facts: factsOf(info),
    turns: await turnsOf(folder, info),
  };
}

/** A run's experiment with the keys that this version knows and the run's did not, as a resumption would have them. */
function understood(info: RunInfo): { readonly experiment: Experiment; readonly isKnown: boolean } {
  const { experiment, trainer, id } = info;
  if (trainer !== undefined) return { experiment, isKnown: false };
  try {
    return { experiment: changeExperiment(experiment, id), isKnown: true };
  } catch (error) {
    if (error instanceof InputError) return { experiment, isKnown: false };
    throw error;
  }
}

const textsOf = (modules: KeptModules): Partial<Record<CustomPart, string>> =>
  Object.fromEntries(Object.entries(modules).map(([part, { text }]) => [part, text]));

const atTheBeginning = "at step 0";

function factsOf({ parent, trainer, versions, plan, ...info }: RunInfo): Side["facts"] {
  const facts: Readonly<Record<Fact, string | undefined>> = {
    begun: parent === null ? atTheBeginning : `at step ${parent.step} of ${parent.id}`,
    trainer:
      trainer === undefined
        ? `Pairing Lab ${versions.pairingLab}`
        : [trainer.name, trainer.version].filter(part => part !== undefined).join(" "),
    node: versions.node,
    onnxruntime: versions.onnxruntime,
    tfjs: versions.tfjs,
    device: plan.device,
    threads: plan.threads === 0 ? "" : String(plan.threads),
    data: info.dataDigest,
    features: info.featuresDigest,
  };
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined && fact !== ""));
}

/** What was turned in the run, and before its fork in the runs that it descends from, as far back as they are there. */
async function turnsOf(folder: string, info: RunInfo): Promise<Turn[]> {
  const { ancestors } = await loadAncestry(folder, info);
  const before = ancestors.flatMap(({ folder: place, upTo }) =>
    turnsIn(readJournal(place), basename(place)).filter(({ step }) => step < upTo),
  );
  return [...before, ...turnsIn(readJournal(folder), null)];
}

/** What a journal says of it; `of` as in Turn. */
export const turnsIn = (journal: readonly JournalEntry[], of: string | null): Turn[] =>
  journal.flatMap(({ kind, key, step, from = null, to, by = "" }) =>
    kind === "intervention" && key !== undefined && to !== undefined ? [{ key, step, from, to, by, of }] : [],
  );
