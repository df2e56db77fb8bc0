// The compiled training step against the same step in PyTorch, one thread each, taking turns.
import { interleave, table, type Contender } from "./interleave.ts";
import { matrixPeak } from "./matrix-peak.ts";
import { configurations, experimentOf, openStep, torchConfigOf } from "./step-program.ts";
import { openTorch } from "./torch.ts";

/** What the ratio to PyTorch eager should be at least. */
const goals: Record<keyof typeof configurations, number> = {
  "small (64-64, batch 128)": 4.5,
  "small + R1": 1.6,
  "toy A (128-128, batch 512)": 1.8,
  "toy A + R1": 1.6,
};

const rows: string[][] = [];
const censuses: string[] = [];
for (const [name, configuration] of Object.entries(configurations) as [
  keyof typeof goals,
  (typeof configurations)[keyof typeof goals],
][]) {
  const steps = configuration.batch > 200 ? 18 : 100;
  const ours = await openStep(experimentOf(configuration));
  const eager = await openTorch(torchConfigOf(configuration), "eager", steps);
  const compiled = await openTorch(torchConfigOf(configuration), "compile", steps);
  const contenders: Record<string, Contender> = { ours: ours.run(steps) };
  if (eager !== null) contenders["eager"] = eager.run;
  if (compiled !== null) contenders["compile"] = compiled.run;
  const medians = await interleave(contenders, 25);
  const ms = (value: number | undefined): string => (value === undefined ? "-" : value.toFixed(3));
  const ratio = (peer: number | undefined): string =>
    peer === undefined ? "-" : `${(peer / (medians["ours"] ?? NaN)).toFixed(2)}x`;
  rows.push([
    name,
    ms(medians["ours"]),
    ms(medians["eager"]),
    ratio(medians["eager"]),
    `${goals[name]}x`,
    ms(medians["compile"]),
    ratio(medians["compile"]),
  ]);
  const nodes = Object.entries(ours.program.census).sort(([, a], [, b]) => b - a);
  const total = nodes.reduce((sum, [, count]) => sum + count, 0);
  censuses.push(`${name}: ${total} nodes: ${nodes.map(([op, n]) => `${op} ${n}`).join(", ")}`);
  eager?.close();
  compiled?.close();
  await ours.executor.close();
}
console.log("Milliseconds a step, one thread, medians of 25 interleaved rounds\n");
console.log(table(["step", "ours", "torch eager", "ratio", "goal", "torch.compile", "ratio"], rows));
console.log(`\n${censuses.join("\n")}`);
console.log(
  `\nMatrix products of 512 x 512 peak at ${(await matrixPeak()).toFixed(0)} GFLOP/s on one thread.`,
);
