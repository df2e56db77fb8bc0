import { dataKinds } from "../experiment/catalog.ts";
import { domainOf } from "../experiment/defaults.ts";
import { objectiveUnits, pairingPartners } from "../experiment/objective-units.ts";
import { objectiveName } from "../experiment/objective-words.ts";
import type { RunFacts } from "../protocol/dashboard-state.ts";
import type { RunInfo } from "../runs/run-info.ts";

const titles = (catalog: Readonly<Record<string, { readonly title: string }>>, name: string): string =>
  Object.hasOwn(catalog, name) ? (catalog[name]?.title ?? name) : name;

/** A run of another version may lack what this one records. */
const counted = (value: unknown, otherwise: number): number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : otherwise;

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

function deviceInWords({ device, trainer }: RunInfo): string {
  if (trainer !== undefined) return device;
  return device === "cpu"
    ? "CPU, compiled"
    : `${device}, ${device.startsWith("tfjs") ? "eager" : "compiled"}`;
}

/** What a dashboard shows of a run that never changes, from its run.json. */
export function runFacts(folder: string, info: RunInfo): Omit<RunFacts, "ancestryTrouble"> {
  const experiment = fieldsOf(info.experiment);
  const { trainer } = info;
  const evaluation = fieldsOf(experiment["evaluation"]);
  const record = fieldsOf(experiment["record"]);
  return {
    folder,
    id: info.id,
    name: info.name,
    seed: info.seed,
    parent: info.parent === null ? null : { id: info.parent.id, step: info.parent.step },
    tried: info.trial?.value ?? null,
    trainer: trainer?.name ?? null,
    createdAt: info.createdAt,
    versions: trainer === undefined ? { ...info.versions } : { [trainer.name]: trainer.version ?? "" },
    device: deviceInWords(info),
    experiment,
    domain: domainOf(info.experiment.data),
    dataTitle: titles(dataKinds, info.experiment.data.kind),
    objective: trainer === undefined ? objectiveName(experiment) : `trained by ${trainer.name}`,
    pairingPartners: pairingPartners(experiment),
    pairingUnit: objectiveUnits(experiment)("loss/pairing") ?? "",
    latentSize: Math.max(1, counted(info.experiment.latent.size, 1)),
    batch: Math.max(1, counted(experiment["batch"], 1)),
    evaluation: {
      samples: counted(evaluation["samples"], 0),
      neighbours: counted(evaluation["neighbours"], 0),
    },
    record: {
      scalars: counted(record["scalars"], 0),
      samples: counted(record["samples"], 0),
      evaluation: counted(record["evaluation"], 0),
      checkpoint: counted(record["checkpoint"], 0),
    },
  };
}
