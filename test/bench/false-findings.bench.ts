// How often reports and trials of sweeps without any effect find one, and how often intervals leave out the true mean.
import { nullData, nullKinds, type NullData } from "../support/null-data.ts";
import { uniform } from "../support/uniform.ts";
import { intervalMisses, reportFinds, trialFinds } from "../support/false-findings.ts";

const REPORTS = Number(process.env["REPORTS"] ?? 500);
const SEEDS = [2, 3, 4, 5, 6, 8];
const shapes = [
  { weights: 1, measures: 1 },
  { weights: 1, measures: 5 },
  { weights: 5, measures: 2 },
];

const random = uniform(1);
const share = (hits: readonly boolean[]) =>
  hits.length === 0 ? "-" : `${((100 * hits.filter(Boolean).length) / hits.length).toFixed(1)} %`;
const times = <T>(count: number, one: () => T): T[] => Array.from({ length: count }, one);
const head = `| values | weights x measures | ${SEEDS.map(seeds => `${seeds} seeds`).join(" | ")} |`;
const rule = `|${"---|".repeat(SEEDS.length + 2)}`;

console.log(`Reports / trials without any effect that find one, of ${REPORTS} each; claimed: at most 5 %.\n`);
console.log(`${head}\n${rule}`);
for (const shared of [0, 2])
  for (const kind of nullKinds)
    for (const { weights, measures } of shapes) {
      const cells = SEEDS.map(seeds => {
        const sweep = { kind, seeds, weights, measures, shared };
        return [reportFinds, trialFinds]
          .map(finds => share(times(REPORTS, () => finds(sweep, random))))
          .join(" / ");
      });
      const name = `${kind}${shared > 0 ? ", seeds alike" : ""}`;
      console.log(`| ${name} | ${weights} x ${measures} | ${cells.join(" | ")} |`);
    }

function meanOf(kind: NullData): number {
  const draws = 400_000;
  let sum = 0;
  for (let i = 0; i < draws; i++) sum += nullData[kind](random);
  return sum / draws;
}

console.log("\n95 % intervals that leave out the true mean, of those there are (equal values have none).\n");
console.log(
  `| values | ${SEEDS.map(seeds => `${seeds} seeds`).join(" | ")} |\n|${"---|".repeat(SEEDS.length + 1)}`,
);
for (const kind of nullKinds) {
  const mean = meanOf(kind);
  const cells = SEEDS.map(seeds =>
    share(
      times(4 * REPORTS, () => intervalMisses(kind, seeds, mean, random)).filter(missed => missed !== null),
    ),
  );
  console.log(`| ${kind} | ${cells.join(" | ")} |`);
}
