import assert from "node:assert/strict";
import { test } from "node:test";
import { axisScale } from "./axis-scale.ts";
import { reportCsv } from "./csv.ts";
import { reportMarkdown } from "./markdown.ts";
import { reportRun } from "../../../test/support/report-run.ts";
import { makeReport, type ReportRun, type ReportSource } from "./report.ts";
import { seriesOf } from "./series.ts";
import { reportSvg } from "./svg.ts";
import { differenceText, findings, intervalText } from "./words.ts";

const axes = [{ key: "pairing.weight", values: [0, 0.02] }];

const run = (weight: number, seed: number, coverage: number, change: Partial<ReportRun> = {}): ReportRun =>
  reportRun(
    weight,
    seed,
    { "quality/coverage": coverage, "quality/mode_kl": 1 - coverage, "loss/generator": 0.7 },
    change,
  );

const source = (runs: readonly ReportRun[], seeds: readonly number[] = [1, 2, 3]): ReportSource => ({
  name: "weights",
  experiment: {},
  axes,
  seeds,
  measures: null,
  baseline: null,
  runs,
});

const six = [
  run(0, 1, 0.1),
  run(0, 2, 0.3),
  run(0, 3, 0.2),
  run(0.02, 1, 0.6),
  run(0.02, 2, 0.81),
  run(0.02, 3, 0.7),
];

test("a report has means, paired differences, the best, and counts its comparisons", () => {
  const report = makeReport(source(six));
  assert.deepEqual(report.tags, ["quality/coverage", "quality/mode_kl"]);
  const [none, some] = report.arms;
  assert.ok(none !== undefined && some !== undefined);
  assert.deepEqual([none.baseline, some.baseline], [none.key, none.key]);
  const difference = some.cells["quality/coverage"]?.difference ?? assert.fail();
  // 0.5, 0.51, 0.5: the seeds' own spread is gone.
  assert.equal(differenceText(difference), "+0.503 ± 0.014");
  assert.equal(none.cells["quality/coverage"]?.difference, null);
  assert.equal(report.comparisons, 2);
  // Of 20 ways to label three and three runs two are as clear: so few seeds show nothing, however far apart they are.
  assert.equal(difference.corrected, 0.1);
  assert.match(
    findings(report).join(),
    /^3 seeds: none of the differences .* 1 configuration .* takes 4 seeds/,
  );
  const four = makeReport(source([...six, run(0, 4, 0.25), run(0.02, 4, 0.75)], [1, 2, 3, 4]));
  assert.equal(four.arms[1]?.cells["quality/coverage"]?.difference?.corrected, 2 / 70);
  assert.match(
    findings(four).join(),
    /^Of 2 comparisons with the baseline, 2 are more than chance explains \(5 %/,
  );
  assert.deepEqual(report.best, { "quality/coverage": some.key, "quality/mode_kl": some.key });
  assert.deepEqual([none.pareto, some.pareto], [false, true]);
});

test("only runs that are done count; failed and unfinished ones are named", () => {
  const runs = [
    ...six.slice(0, 5),
    run(0.02, 3, 0.9, { state: "failed", standing: "failed", message: "not finite at step 7" }),
  ];
  const report = makeReport(source(runs));
  assert.deepEqual(
    report.arms[1]?.cells["quality/coverage"]?.values.map(({ seed }) => seed),
    [1, 2],
  );
  const page = reportMarkdown(report);
  assert.match(page, /2 configurations × 3 seeds: 5 of 6 runs done, 1 failed\./);
  assert.match(page, /- `run-0\.02-3`: not finite at step 7/);
  assert.match(page, /\| 0\.02 \| 3 \| failed \| 100 \| 0\.9 \|/);
});

test("best are only those with as many seeds done as any: one lucky seed beats no mean of three", () => {
  const lucky = [...six.slice(0, 3), run(0.02, 1, 0.9)];
  const report = makeReport(source(lucky));
  const [none] = report.arms;
  assert.deepEqual(report.best, { "quality/coverage": none?.key, "quality/mode_kl": none?.key });
  assert.deepEqual(
    report.arms.map(({ pareto }) => pareto),
    [true, false],
  );
});

test("the first configuration that has a value is not the best of those that have none yet", () => {
  const first = makeReport(source([run(0, 1, 0.86)], [1]));
  assert.deepEqual(first.best, { "quality/coverage": null, "quality/mode_kl": null });
  const second = makeReport(source([run(0, 1, 0.86), run(0.02, 1, 0.5)], [1]));
  assert.equal(second.best["quality/coverage"], second.arms[0]?.key);
});

test("one seed has no interval, and the report says that nothing can be told from chance", () => {
  const report = makeReport(source([run(0, 1, 0.1), run(0.02, 1, 0.6)], [1]));
  const two = makeReport(source([run(0, 1, 6), run(0, 2, 6), run(0.02, 1, 8), run(0.02, 2, 8)], [1, 2]));
  assert.equal(two.comparisons, 0);
  assert.equal(differenceText(two.arms[1]?.cells["quality/coverage"]?.difference ?? assert.fail()), "+2.00");
  assert.match(
    findings(two).join(),
    /^Two seeds: there are no intervals, and none of the differences can be told from chance/,
  );
  assert.equal(report.comparisons, 0);
  assert.equal(intervalText(report.arms[1]?.cells["quality/coverage"]?.interval ?? assert.fail()), "0.600");
  const page = reportMarkdown(report);
  assert.match(page, /One seed: there are no intervals, and none of the differences can be told from chance/);
  assert.doesNotMatch(page, / \*( \||$)|more than chance explains \(5/m);
});

test("what a star means is said of none, one and many comparisons as of so many", () => {
  const page = (tags: readonly string[], seeds: readonly number[]) => {
    const runs = [...six, run(0, 4, 0.25), run(0.02, 4, 0.75)].filter(({ seed }) => seeds.includes(seed));
    return reportMarkdown(makeReport({ ...source(runs, seeds), measures: tags }));
  };
  const [coverage, kl] = ["quality/coverage", "quality/mode_kl"] as const;
  assert.match(page([coverage], [1, 2]), /\(not corrected\)\. None is tested: /);
  assert.doesNotMatch(page([coverage], [1, 2]), /p at most|comparisons? /);
  const one = page([coverage], [1, 2, 3, 4]);
  assert.match(one, /\*: more than chance explains: p at most 0\.05, by relabelling/);
  assert.match(one, /The one comparison with the baseline shows more than chance explains \(5 %\)\./);
  const two = page([coverage, kl], [1, 2, 3, 4]);
  assert.match(two, /p at most 0\.05 over all 2 comparisons together, by relabelling/);
});

test("what is not shown is said as such, not as equality", () => {
  const runs = [0.1, 0.9, 0.3, 0.7].flatMap((value, seed) => [
    run(0, seed, value),
    run(0.02, seed, 1 - value),
  ]);
  const said = findings(makeReport(source(runs, [0, 1, 2, 3]))).join(" ");
  assert.match(said, /Of 2 comparisons with the baseline, none is more than chance explains .* does not show that there is none/); // prettier-ignore
  assert.match(findings(makeReport(source([]))).join(), /No run is done yet/);
});

test("configurations that halving stopped are left out of the comparison and said to be", () => {
  const runs = [...six.slice(0, 3), ...six.slice(3).map(r => ({ ...r, state: "stopped" as const, standing: "hopeless" as const, step: 40 }))]; // prettier-ignore
  const report = makeReport(source(runs));
  assert.equal(report.arms[1]?.cells["quality/coverage"]?.interval, null);
  assert.match(findings(report).join(" "), /1 configuration stopped early by halving/);
  assert.match(reportMarkdown(report), /\| stopped at 40 \| 100 \|/);
});

test("CSV has a row a run, headed by key paths and tags, in the order of the plan", () => {
  const csv = reportCsv({ ...source([...six].reverse()), measures: ["quality/coverage", "quality/recall"] });
  assert.deepEqual(csv.split("\n").slice(0, 4), [
    "pairing.weight,seed,state,quality/coverage,quality/recall,step,undefined",
    "0,1,done,0.1,,100,",
    "0,2,done,0.3,,100,",
    "0,3,done,0.2,,100,",
  ]);
  assert.match(reportCsv(source(six)).split("\n")[0] ?? "", /^pairing\.weight,seed,state,quality\/precision,.*,loss\/generator/); // prettier-ignore
  const hidden = [{ key: "generator.hidden", values: [[8], [8, 8]] }];
  const listed = reportCsv({ ...source([run(0, 1, 0.5, { point: { "generator.hidden": [8, 8] } })]), axes: hidden, measures: ["quality/coverage"] }); // prettier-ignore
  assert.equal(
    listed,
    'generator.hidden,seed,state,quality/coverage,step,undefined\n"[8,8]",1,done,0.5,100,\n',
  );
});

test("the first axis is the question: with another axis each setting has its own baseline", () => {
  const two = [...axes, { key: "penalties.r1.gamma", values: [0, 0.1] }];
  const runs = [0, 0.02].flatMap(weight =>
    [0, 0.1].flatMap(gamma =>
      [1, 2].map(seed =>
        run(weight, seed, 0.1 + weight * 10 + gamma + seed / 100 + (weight * seed) / 7, {
          point: { "pairing.weight": weight, "penalties.r1.gamma": gamma },
        }),
      ),
    ),
  );
  const report = makeReport({ ...source(runs, [1, 2]), axes: two });
  assert.deepEqual(
    report.arms.map(({ key, baseline }) => [key, baseline]),
    [
      ["[0,0]", "[0,0]"],
      ["[0,0.1]", "[0,0.1]"],
      ["[0.02,0]", "[0,0]"],
      ["[0.02,0.1]", "[0,0.1]"],
    ],
  );
  assert.match(reportSvg(report), /r1\.gamma 0\.1<\/text>/);
  assert.match(reportMarkdown(report), /against `pairing\.weight` 0 with the same other values/);
});

test("the picture is XML with a panel a measure, a dot a seed, and words for who cannot see it", () => {
  const svg = reportSvg(makeReport({ ...source(six), name: 'a <b> & "c"' }));
  assert.equal(svg.match(/class="seed"/g)?.length, 12);
  assert.equal(svg.match(/class="mean"/g)?.length, 4);
  assert.equal(svg.match(/class="name"/g)?.length, 2);
  assert.match(svg, /<title id="t">Sweep a &lt;b&gt; &amp; &quot;c&quot;<\/title>/);
  assert.match(svg, /Coverage: best mean 0\.70 ± 0\.26 at pairing\.weight 0\.02/);
  assert.doesNotMatch(svg, /NaN|Infinity|undefined/);
  assert.doesNotMatch(reportSvg(makeReport(source([]))), /NaN|Infinity|undefined/);
});

test("an axis that spans much is logarithmic, with 0 apart; texts stand side by side", () => {
  const { kind, gap, places } = axisScale([0, 0.001, 0.01, 0.1]);
  assert.deepEqual([kind, gap], ["log", true]);
  assert.deepEqual(places.map(place => Number(place.toFixed(3))), [0, 0.14, 0.57, 1]); // prettier-ignore
  assert.equal(axisScale([1, 2, 4]).kind, "linear");
  assert.deepEqual(axisScale(["a", "b", "c"]).places, [0, 0.5, 1]);
  assert.deepEqual(axisScale([7]).places, [0.5]);
});

test("a thousand runs are reported", () => {
  const weights = Array.from({ length: 100 }, (_, i) => i / 100);
  const seeds = Array.from({ length: 10 }, (_, i) => i);
  const runs = weights.flatMap(weight =>
    seeds.map(seed => run(weight, seed, Math.sin(weight * 9 + seed) / 2 + 0.5)),
  );
  const report = makeReport({ ...source(runs, seeds), axes: [{ key: "pairing.weight", values: weights }] });
  assert.equal(report.comparisons, 198);
  assert.equal(reportMarkdown(report).match(/\| done \|/g)?.length, 1000);
  assert.equal(reportSvg(report).match(/class="seed"/g)?.length, 2000);
});

const RANK = "collapse/effective_rank";

/** The same run with a generator that collapsed, or with this rank. */
const ranked = (weight: number, seed: number, rank: number | null): ReportRun =>
  run(weight, seed, 0.5, {
    figures:
      rank === null
        ? {
            step: 100,
            values: { "quality/coverage": 0.5 },
            undefined: { [RANK]: "the output changes near no latent" },
          }
        : { step: 100, values: { "quality/coverage": 0.5, [RANK]: rank }, undefined: {} },
  });

test("a measure that is undefined in some seeds is told, is never best, and no difference is made of the others", () => {
  const runs = [
    ...[1.1, 1.2, 1.3].map((rank, i) => ranked(0, i + 1, rank)),
    ranked(0.02, 1, 1.9),
    ranked(0.02, 2, 1.9),
    ranked(0.02, 3, null),
  ];
  const report = makeReport(source(runs));
  const [none, some] = report.arms;
  assert.ok(none !== undefined && some !== undefined);
  const cell = some.cells[RANK] ?? assert.fail();
  assert.deepEqual(cell.undefined, [{ seed: 3, reason: "the output changes near no latent" }]);
  assert.equal(cell.values.length, 2);
  assert.equal(cell.difference, null);
  assert.equal(report.best[RANK], none.key);
  assert.equal(some.cells["quality/coverage"]?.difference?.count, 3);
  const said = findings(report).join(" ");
  assert.match(said, /Effective rank is undefined in 1 of 3 seeds at pairing\.weight 0\.02 \(the output changes near no latent\)/); // prettier-ignore
  const page = reportMarkdown(report);
  assert.match(page, /\| 0\.02 ?◆? \| 3 \|.* 1\.90, undefined in 1 of 3 seeds \|/);
  assert.match(page, /\| 0\.02 \| 3 \| done \| 100 \|.* undefined \|/);
  assert.match(reportSvg(report), /<title>undefined in 1 of 3 seeds<\/title>/);
  assert.match(reportCsv(source(runs)), /0\.02,3,done,.*,100,collapse\/effective_rank: the output changes near no latent\n/); // prettier-ignore
});

test("a baseline that is undefined in some seeds makes no other better or worse; undefined everywhere is told too", () => {
  const runs = [ranked(0, 1, null), ranked(0, 2, 1.5), ranked(0.02, 1, 1.1), ranked(0.02, 2, 1.2)];
  const report = makeReport(source(runs, [1, 2]));
  assert.equal(report.arms[1]?.cells[RANK]?.difference, null);
  assert.equal(report.best[RANK], report.arms[1].key);
  assert.match(reportMarkdown(report), /baseline undefined in 1 of 2 seeds/);
  const all = makeReport(
    source(
      [1, 2].map(seed => ranked(0, seed, null)),
      [1, 2],
    ),
  );
  assert.ok(all.tags.includes(RANK));
  assert.equal(all.best[RANK], null);
  assert.match(findings(all).join(" "), /undefined in 2 of 2 seeds/);
});

test("a run whose figures are of another step than the sweep's is not compared, and said not to be", () => {
  const runs = [...six.slice(0, 5), run(0.02, 3, 0.9, { step: 700, figures: null })];
  const elsewhere = run(0, 1, 0.9);
  const other = { ...elsewhere, figures: { step: 50, values: { "quality/coverage": 0.9 }, undefined: {} } };
  const report = makeReport(source([other, ...runs.slice(1)]));
  assert.deepEqual(
    report.arms.map(({ cells }) => cells["quality/coverage"]?.values.map(({ seed }) => seed)),
    [
      [2, 3],
      [1, 2],
    ],
  );
  assert.match(findings(report).join(" "), /2 runs without an evaluation on record at the sweep's last step/);
});

const kinds = ["neighbour", "msgan"];
const byKind = [
  { key: "pairing.kind", values: kinds },
  { key: "pairing.weight", values: [0, 0.02] },
];

/** Runs of two kinds at two weights, of which weight 0 is trained once. */
const runsByKind = (seeds: readonly number[]) =>
  kinds.flatMap((kind, i) =>
    (i === 0 ? [0, 0.02] : [0.02]).flatMap(weight =>
      seeds.map(seed => {
        const id = `${kind}-${weight}-${seed}`;
        const coverage = weight === 0 ? 0.1 + seed / 100 : (kind === "msgan" ? 0.4 : 0.7) + seed / 90;
        return run(weight, seed, coverage, { id, point: { "pairing.kind": kind, "pairing.weight": weight } });
      }),
    ),
  );

test("every kind at weight 0 is one configuration, which each is compared with; it is counted once", () => {
  const seeds = [1, 2, 3, 4, 5];
  const report = makeReport({ ...source(runsByKind(seeds), seeds), axes: byKind });
  assert.deepEqual(report.baseline, { "pairing.weight": 0 });
  const [none, neighbour, msgan, ...rest] = report.arms;
  assert.ok(none !== undefined && rest.length === 0);
  assert.deepEqual(none.idle, ["pairing.kind"]);
  assert.deepEqual([neighbour?.baseline, msgan?.baseline], [none.key, none.key]);
  assert.deepEqual([none.runs.length, report.planned, report.comparisons], [5, 15, 4]);
  const page = reportMarkdown(report);
  assert.match(page, /^3 configurations × 5 seeds: 15 of 15 runs done\.$/m);
  assert.match(page, /^\| any \| 0 \| 5 \| /m);
  assert.match(page, /each configuration against `pairing\.weight` 0 with the same other values;/);
  assert.match(page, /4 of 4 comparisons|Of 4 comparisons with the baseline, 4 are/);
  // A line for each kind, and both begin at weight 0.
  assert.deepEqual(
    seriesOf(report).map(({ label, arms }) => [label, arms.map(({ key }) => key)]),
    [
      ["pairing.kind neighbour", [none.key, neighbour?.key]],
      ["pairing.kind msgan", [none.key, msgan?.key]],
    ],
  );
  assert.match(reportSvg(report), /across: pairing\.weight;/);
});

test("another baseline asks another question: kinds against one, weight by weight", () => {
  const seeds = [1, 2, 3, 4, 5];
  const baseline = { "pairing.kind": "neighbour" };
  const report = makeReport({ ...source(runsByKind(seeds), seeds), axes: byKind, baseline });
  const [none, neighbour, msgan] = report.arms;
  assert.deepEqual(
    [none?.baseline, neighbour?.baseline, msgan?.baseline],
    [none?.key, neighbour?.key, neighbour?.key],
  );
  assert.equal(report.comparisons, 2);
  assert.match(reportMarkdown(report), /against `pairing\.kind` neighbour with the same other values;/);
  const both = { "pairing.kind": "msgan", "pairing.weight": 0.02 };
  const whole = makeReport({ ...source(runsByKind(seeds), seeds), axes: byKind, baseline: both });
  assert.deepEqual(new Set(whole.arms.map(arm => arm.baseline)).size, 1);
  assert.match(reportMarkdown(whole), /against `pairing\.kind` msgan, `pairing\.weight` 0\.02; mean/);
});
