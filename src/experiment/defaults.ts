import { basename } from "node:path";
import { dataKinds } from "./catalog-data.ts";
import type { Domain } from "./catalog-data.ts";
import { emptyRawObject, isRawObject } from "./raw-value.ts";
import { settingAt } from "./setting-at.ts";
import type { RawObject, RawValue } from "./raw-value.ts";

/** Defaults that differ for images, by key path; those of points stand in the schema. */
const imageDefaults: readonly (readonly [path: readonly string[], value: string | number])[] = [
  [["latent", "size"], 64],
  [["generator", "kind"], "dcgan"],
  [["discriminator", "kind"], "dcgan"],
  [["optimizers", "generator", "learningRate"], 2e-4],
  [["optimizers", "discriminator", "learningRate"], 2e-4],
  [["average"], 0.999],
];

/** Whether an experiment's samples are points or images: of data that is not known what it says itself, else points. */
export function domainOf(data: unknown): Domain {
  const kind = settingAt(data, "kind");
  const known = Object.entries(dataKinds).find(([name]) => name === kind);
  return known?.[1].domain ?? (settingAt(data, "domain") === "images" ? "images" : "points");
}

/** Fills in a value unless there is one, or something else than an object stands on the way. */
function fill(root: RawObject, path: readonly string[], value: RawValue): void {
  const [key = "", ...rest] = path;
  if (rest.length === 0) {
    if (root[key] === undefined) root[key] = value;
    return;
  }
  const inner = (root[key] ??= emptyRawObject());
  if (isRawObject(inner)) fill(inner, rest, value);
}

/** The name of an experiment's file without what all of them end with. */
export const withoutEnding = (name: string): string => name.replace(/(\.gan)?\.jsonc?$/i, "");

/** The name of an experiment that has none: its file's, without what every experiment's name ends with. */
export function nameOfFile(file: string): string {
  const name = withoutEnding(basename(file.replaceAll("\\", "/"))).replace(/[\u0000-\u001f\u007f]/g, "");
  return name.slice(0, 100) || "experiment";
}

/** Fills in the defaults that depend on the file's name and on the data; the others stand in the schema. */
export function fillDefaults(root: RawObject, file: string): void {
  delete root["$schema"];
  fill(root, ["name"], nameOfFile(file));
  if (domainOf(root["data"]) === "images") for (const [path, value] of imageDefaults) fill(root, path, value);
}
