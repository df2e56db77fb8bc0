import { fileReference } from "../experiment/reference.ts";
import { sweepRoot } from "./json-schema.ts";

/** docs/sweep.md: every key of a sweep file, from the schema that validates it. */
export function sweepReference(): string {
  const lines = [
    "# The sweep file",
    "",
    "A sweep is a JSON file `NAME.sweep.json` beside its experiment: it trains the experiment once for each combination of values",
    "of its axes and each seed. This page is written from the schema that every file is checked against (`node scripts/reference.mjs`).",
    "An axis is any key path of [the experiment file](experiment.md) but `name` and `seed`. `pairing-lab check NAME.sweep.json` says",
    "what is wrong with a file, and which runs it plans.",
    "",
    ...fileReference(sweepRoot()),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}
