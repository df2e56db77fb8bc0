// How every benchmark here measures: contenders take turns in the same minutes, and medians are compared.

/** One contender: does its work once and gives the milliseconds it took. */
export type Contender = () => Promise<number>;

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
};

/** Medians by name, in milliseconds, after one warm-up round. */
export async function interleave<Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
  rounds = 15,
): Promise<Record<Name, number>> {
  const times = Object.fromEntries(Object.keys(contenders).map(name => [name, [] as number[]])) as Record<
    Name,
    number[]
  >;
  for (let round = -1; round < rounds; round++)
    for (const name of Object.keys(contenders) as Name[]) {
      const ms = await contenders[name]();
      if (round >= 0) times[name].push(ms);
    }
  return Object.fromEntries(
    Object.entries(times).map(([name, all]) => [name, median(all as number[])]),
  ) as Record<Name, number>;
}

export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** A table for a terminal: numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map(row => (row[i] ?? "").length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join("  ");
  return [line(head), widths.map(w => "-".repeat(w)).join("  "), ...rows.map(line)].join("\n");
}
