// What scripts/device-check.mjs runs: equality and speed of each device of this machine beside the processor, as one JSON
// and one Markdown table in the folder that is given. What there was no time for is left out and named.
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { deviceReports } from "../../src/launching/devices.ts";
import { versions } from "../../src/launching/versions.ts";
import { assertEqualLosses, long, short } from "./equality.ts";
import { measured, stepsPerSecondOf } from "./speed.ts";

const [, , folder = "out/device-check", seconds = "480"] = process.argv;
const ends = performance.now() + 1000 * Number(seconds);

interface Row {
  readonly device: string;
  readonly what: "equality" | "speed";
  readonly name: string;
  /** The largest relative difference of a loss, or steps a second; null where it failed or there was no time. */
  readonly value: number | null;
  readonly message?: string;
}

const rows: Row[] = [];

async function add(row: Pick<Row, "device" | "what" | "name">, value: () => Promise<number>): Promise<void> {
  if (performance.now() > ends) rows.push({ ...row, value: null, message: "no time was left" });
  else
    rows.push(
      await value().then(
        found => ({ ...row, value: found }),
        (error: unknown) => ({ ...row, value: null, message: String(error) }),
      ),
    );
  console.log(JSON.stringify(rows.at(-1)));
  save();
}

const reports = await deviceReports({ tensorflowFolder: process.env["PAIRING_LAB_TENSORFLOW"] });

function save(): void {
  mkdirSync(folder, { recursive: true });
  const result = { at: new Date().toISOString(), machine: { platform: process.platform, arch: process.arch, cpu: cpus()[0]?.model ?? "", cores: cpus().length }, versions: versions(), reports, rows }; // prettier-ignore
  writeFileSync(join(folder, "devices.json"), `${JSON.stringify(result, null, 2)}\n`);
  const lines = rows.map(({ device, what, name, value, message }) => {
    const figure = value === null ? (message ?? "") : value.toPrecision(3);
    return `| ${device} | ${what} | ${name} | ${figure.replaceAll("|", "/")} |`;
  });
  const told = reports.map(
    ({ name, usable, maker, reason }) => `- ${name}: ${(usable ? maker : reason) ?? "usable"}`,
  );
  writeFileSync(
    join(folder, "devices.md"),
    [
      `# Devices, ${result.at}`,
      "",
      `${result.machine.platform} ${result.machine.arch}, ${result.machine.cpu}, ${result.machine.cores} threads`,
      "",
      ...told,
      "",
      "Equality: the largest relative difference of a loss of the first five steps to the processor's. Speed: steps a second.",
      "",
      "| device | what | of | |",
      "|---|---|---|---|",
      ...lines,
      "",
    ].join("\n"),
  );
}

const cards = reports.filter(({ name, usable }) => usable && name !== "cpu").map(({ name }) => name);
/** Played by the processor, a device tells nothing of a card's speed, and would take all the time there is. */
const isPlayed = (device: string) =>
  device !== "cpu" && reports.some(({ name, software }) => name === device && software === true);
save();
for (const device of cards)
  for (const [name, given] of Object.entries(short))
    await add({ device, what: "equality", name }, () => assertEqualLosses(given, device));
for (const [name, given] of Object.entries(measured))
  for (const device of [...cards, "cpu" as const].filter(each => name === "toy" || !isPlayed(each)))
    await add({ device, what: "speed", name }, () => stepsPerSecondOf(given, device));
for (const device of cards)
  for (const [name, given] of Object.entries(long))
    await add({ device, what: "equality", name }, () => assertEqualLosses(given, device));
process.exit(rows.some(({ what, value }) => what === "equality" && value === null) ? 1 : 0);
