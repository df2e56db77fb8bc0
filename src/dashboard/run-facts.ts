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

function deviceInWords({ device }: RunInfo): string {
  return device === "cpu"
    ? "CPU, compiled"
    : `${device}, ${device.startsWith("tfjs") ? "eager" : "compiled"}`;
}

/** What a dashboard shows of a run that never changes, from its run.json. */
export function runFacts(folder: string, info: RunInfo): Omit<RunFacts, "ancestryTrouble"> {
  const experiment = fieldsOf(info.experiment);
  const data = String(fieldsOf(experiment["data"])["kind"]);
  const evaluation = fieldsOf(experiment["evaluation"]);
  const record = fieldsOf(experiment["record"]);
  return {
    folder,
    id: info.id,
    name: info.name,
    seed: info.seed,
    parent: info.parent === null ? null : { id: info.parent.id, step: info.parent.step },
    tried: info.trial?.value ?? null,
    createdAt: info.createdAt,
    versions: { ...info.versions },
    device: deviceInWords(info),
    experiment,
    domain: domainOf({ kind: data }),
    dataTitle: titles(dataKinds, data),
    objective: objectiveName(experiment),
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
