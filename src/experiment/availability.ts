import { dataKinds } from "./catalog-data.ts";
import { devices, losses, networks, optimizers, pairingKinds } from "./catalog-objectives.ts";
import type { Finding } from "./issue-message.ts";
import { availableNames } from "./number-spec.ts";
import { rawAt } from "./raw-value.ts";
import type { RawValue } from "./raw-value.ts";

type Catalog = Readonly<Record<string, { readonly available: boolean }>>;

/** Names that the language has and this version does not build. */
const chosenFrom: readonly (readonly [path: readonly string[], catalog: Catalog])[] = [
  [["data", "kind"], dataKinds],
  [["generator", "kind"], networks],
  [["discriminator", "kind"], networks],
  [["loss"], losses],
  [["pairing", "kind"], pairingKinds],
  [["optimizers", "generator", "kind"], optimizers],
  [["optimizers", "discriminator", "kind"], optimizers],
  [["device"], devices],
];

const refusal = (path: readonly string[], what: string, values: readonly string[]): Finding => ({
  path,
  message: `${what} is not available in this version; available: ${values.join(", ")}`,
  at: "value",
});

/** Findings for what is right in the language but not built in this version. Values of a wrong type are left to the schema. */
export function findUnavailable(raw: RawValue): Finding[] {
  const findings: Finding[] = [];
  for (const [path, catalog] of chosenFrom) {
    const name = rawAt(raw, path);
    if (typeof name !== "string" || !Object.hasOwn(catalog, name) || catalog[name]?.available) continue;
    findings.push(refusal(path, JSON.stringify(name), availableNames(catalog)));
  }
  return findings;
}
