/** The settings of an experiment in the order of what matters to who compares two: what trains first, then what records. */
const groups: readonly string[] = [
  "pairing",
  "data",
  "loss",
  "penalties",
  "augment",
  "latent",
  "generator",
  "discriminator",
  "optimizers",
  "batch",
  "criticSteps",
  "average",
  "schedule",
  "steps",
];

const last: readonly string[] = [
  "evaluation",
  "record",
  "alerts",
  "device",
  "threads",
  "seed",
  "pace",
  "name",
];

/** Where a key path's group stands: what this version does not know comes between what trains and the rest. */
function rankOf(key: string): number {
  const [group = ""] = key.split(".");
  const at = groups.indexOf(group);
  return at >= 0 ? at : groups.length + 1 + last.indexOf(group);
}

/** Sorts by key paths; those of one group stay as they are. */
export const byImportance = (a: { readonly key: string }, b: { readonly key: string }): number =>
  rankOf(a.key) - rankOf(b.key);
