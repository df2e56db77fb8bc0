import type { MeasureTag } from "../../src/experiment/catalog.ts";
import { measures } from "../../src/experiment/catalog.ts";
import type { Points } from "../../src/measures/points.ts";
import { prepareSampleMeasures } from "../../src/measures/sample-measures.ts";
import { atOnce } from "../../src/measures/slices.ts";
import { normals } from "../support/made-points.ts";
import { generators, modesOf, realSamples, trained, type KnownGenerator, type Question } from "./samples.ts";

/** What each measure is asked, and how far its value may be from a perfect generator's and still say the same. */
const asked: readonly (readonly [MeasureTag, Question, number])[] = [
  ["quality/precision", "fidelity", 0.1],
  ["quality/symmetric_precision", "fidelity", 0.1],
  ["quality/density", "fidelity", 0.1],
  ["quality/clipped_density", "fidelity", 0.1],
  ["quality/high_quality", "fidelity", 0.1],
  ["quality/recall", "diversity", 0.1],
  ["quality/symmetric_recall", "diversity", 0.1],
  ["quality/coverage", "diversity", 0.1],
  ["quality/clipped_coverage", "diversity", 0.1],
  ["quality/irs", "diversity", 0.1],
  ["quality/modes", "modes", 0.5],
  ["quality/mode_kl", "modes", 0.1],
  ["collapse/mode_spread", "inside", 0.15],
  ["collapse/mode_diversity", "inside", 0.15],
  ["collapse/effective_rank", "latents", 0.15],
  ["collapse/log_condition", "latents", 0.3],
  ["collapse/distance_ratio_p05", "latents", 0.05],
  ["collapse/latent_recovery", "latents", 0.05],
  ["quality/data_copying", "novelty", 0.1],
];

type Values = Readonly<Record<string, number | undefined>>;

function valuesOf({ dims, rows, generate }: KnownGenerator): Values {
  const latents = normals(rows, dims, 5);
  const prepared = atOnce(
    prepareSampleMeasures({
      real: realSamples(dims, rows, 11),
      neighbours: 5,
      modes: modesOf(dims),
      latents,
      training: dims === 2 ? trained : null,
    }),
  );
  const rendered = (from: Points): Points => {
    const outputs = Array.from({ length: from.rows }, (_, i) =>
      generate(from.data.subarray(i * from.dims, (i + 1) * from.dims)),
    );
    return { data: Float64Array.from(outputs.flat()), rows: from.rows, dims };
  };
  const { values } = atOnce(
    prepared.measure({ samples: rendered(latents), jacobian: rendered(prepared.jacobianLatents) }),
  );
  return values;
}

/** "0.97"; "0.97 ✗" where it does not say what it should; "" where it has no value. */
function cell(
  [tag, question, step]: (typeof asked)[number],
  { harms, open = [] }: KnownGenerator,
  value: number | undefined,
  perfect: number | undefined,
): string {
  if (value === undefined) return tag in measures && harms.includes(question) ? "undefined" : "–";
  const shown = tag === "quality/modes" ? String(value) : value.toFixed(2);
  if (perfect === undefined || open.includes(question)) return shown;
  const { better } = measures[tag];
  // Of what is not good or bad, less says nothing.
  const said = (better === "none" ? value - perfect : Math.abs(value - perfect)) >= step;
  const isRight = harms.includes(question) ? said && !(better === "higher" && value > perfect) : !said;
  return isRight ? shown : `${shown} ✗`;
}

/** A row a measure, a column a generator. */
export function sanityTable(): string {
  const columns = generators.map(generator => ({ generator, values: valuesOf(generator) }));
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rows = asked.map(row => [
    measures[row[0]].title,
    row[1],
    ...columns.map(({ generator, values }) =>
      cell(row, generator, values[row[0]], columns[0]?.values[row[0]]),
    ),
  ]);
  return [
    line(["measure", "asked of", ...generators.map(({ name }) => name)]),
    line(["---", "---", ...generators.map(() => "---")]),
    ...rows.map(line),
  ].join("\n");
}
