import { useMemo } from "preact/hooks";
import type { ReportArm, ReportCell, ReportSamples, ReportState } from "../../src/protocol/report.ts";
import type { SharedDocument, SharedSweep } from "../../src/protocol/shared-page.ts";
import { formatHalf, formatSigned, formatStep, formatValue, MISSING } from "../numbers/format.ts";
import { extentOf, isInSight } from "../numbers/modes.ts";
import { armText, baselineText, digitsOf, doneSeeds, questionOf, valueLabel } from "../numbers/report.ts";
import { partsOf } from "../numbers/parts.ts";
import { Plate } from "../plates/plate.tsx";
import { drawMeasure } from "../report/draw-measure.ts";
import { drawThumbnail } from "../report/draw-thumbnail.ts";
import { drawMark, lookOf } from "../report/series-looks.ts";
import type { Frame } from "../report/thumbnails.ts";
import { Foot } from "./foot.tsx";
import { NONE_IN_SIGHT } from "./none-in-sight.ts";

interface Props {
  readonly shared: SharedDocument;
  readonly sweep: SharedSweep;
}

interface StateProps {
  readonly state: ReportState;
}

/** The report of a sweep: what may be said, charts along the question's axis, tables, and samples of each configuration. */
export function SweepPage({ shared, sweep }: Props) {
  const state = sweep.report;
  const { head } = state;
  return (
    <>
      <header class="masthead">
        <h1>{shared.title}</h1>
        <p class="quiet">{head.progress}</p>
      </header>
      <main>
        <section aria-label="Findings">
          <h2>What the figures say</h2>
          <ul class="plain">
            {[...head.findings, ...nextLines(head)].map(finding => (
              <li key={finding}>{finding}</li>
            ))}
          </ul>
        </section>
        <Charts state={state} />
        <Table state={state} title="Means over seeds" of="mean">
          Mean ± half the 95 % interval (Student's t) over seeds that are done. Bold: the best mean; that it
          is the best is not tested. ◆: Pareto-best. Both among those with a value in as many seeds as any,
          and undefined in none.
        </Table>
        {state.arms.some(arm => arm.baseline !== arm.key) && (
          <Table state={state} title="Differences to the baseline" of="difference">
            {`Against ${baselineText(state.plan)}, paired by seed: mean difference ± half its 95 % interval (not corrected). ${head.star}`}
          </Table>
        )}
        <Samples sweep={sweep} />
        <Seeds state={state} />
        <section aria-label="Experiment">
          <details>
            <summary>
              <h2>Experiment</h2> <span class="tiny">that is varied, without what the axes say</span>
            </summary>
            <pre tabIndex={0}>{JSON.stringify(sweep.experiment, null, 2)}</pre>
          </details>
        </section>
      </main>
      <Foot shared={shared} />
    </>
  );
}

/** What may be tried next, by the measure that the report is usually read for. */
const nextLines = ({ measures, by }: ReportState["head"]): string[] =>
  measures.filter(({ tag }) => tag === by).flatMap(({ next }) => next.flatMap(({ lines }) => lines));

function Charts({ state }: StateProps) {
  const { plan, head, arms } = state;
  const question = questionOf(plan);
  const shown = new Set(arms.map(({ key }) => key));
  const series = plan.series.map((_, look) => ({
    look,
    arms: arms.filter(arm => arm.series.includes(look)),
  }));
  if (head.done === 0) return null;
  return (
    <section aria-label="Quality">
      <h2>{question === null ? "Quality" : `Quality against ${question.axis.key}`}</h2>
      <p class="tiny">
        {head.means}
        {question?.axis.gap === true && "; logarithmic axis with 0 at its left end"}
      </p>
      {plan.series.length > 1 && <Key labels={plan.series} />}
      <div class="charts">
        {head.measures.map((measure, index) => (
          <figure key={measure.tag} class="chart">
            <figcaption title={measure.description}>
              <h3>{measure.title}</h3>{" "}
              {measure.better === "lower" && <span class="tiny">lower is better</span>}
            </figcaption>
            <div class="plot">
              <Plate
                role="img"
                aria-label={`${measure.title}: the table below has its values`}
                draw={surface => {
                  const digits = digitsOf(state, index);
                  drawMeasure(surface, { measure, index, digits, question, series, shown, hovered: null });
                }}
              />
              {arms.every(({ cells }) => (cells[index]?.mean ?? null) === null) && (
                <p class="empty">No finished run has a value</p>
              )}
            </div>
          </figure>
        ))}
      </div>
    </section>
  );
}

/** Which line is which setting of the other axes. */
function Key({ labels }: { readonly labels: readonly string[] }) {
  return (
    <ul class="series">
      {labels.map((label, index) => (
        <li key={label}>
          <span class="series-mark">
            <Plate
              aria-hidden="true"
              draw={({ context, inks, width, height }) => {
                const look = lookOf(index);
                context.strokeStyle = context.fillStyle = inks[look.ink];
                context.setLineDash([...look.dash]);
                context.lineWidth = 1.5;
                context.beginPath();
                context.moveTo(0, height / 2);
                context.lineTo(width, height / 2);
                context.stroke();
                context.setLineDash([]);
                drawMark(context, look, width / 2, height / 2, 3.5);
              }}
            />
          </span>
          {label}
        </li>
      ))}
    </ul>
  );
}

interface TableProps extends StateProps {
  readonly title: string;
  readonly of: "mean" | "difference";
  readonly children: string;
}

/** A row a configuration. */
function Table({ state, title, of, children }: TableProps) {
  const { plan, head, arms } = state;
  const rows = of === "mean" ? arms : arms.filter(arm => arm.baseline !== arm.key);
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <div class="wide" tabIndex={0} role="group" aria-label={`${title}: table`}>
        <table>
          <thead>
            <tr>
              <AxisHeads state={state} />
              <th scope="col">Seeds</th>
              {head.measures.map(({ tag, title: name }) => (
                <th key={tag} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(arm => (
              <tr key={arm.key}>
                <AxisCells state={state} arm={arm} />
                <td>
                  {doneSeeds(arm)} of {plan.seeds.length}
                </td>
                {head.measures.map((measure, index) => {
                  const cell = arm.cells[index];
                  const digits = digitsOf(state, index);
                  return of === "mean" ? (
                    <td key={measure.tag} class={measure.best === arm.key && arms.length > 1 ? "best" : ""}>
                      <Mean cell={cell} digits={digits} />
                    </td>
                  ) : (
                    <td key={measure.tag}>
                      <Difference cell={cell} digits={digits} />
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="tiny">{children}</p>
    </section>
  );
}

function AxisHeads({ state: { plan } }: StateProps) {
  if (plan.axes.length === 0) return <th scope="col">Configuration</th>;
  return plan.axes.map(({ key }) => (
    <th key={key} scope="col">
      {key}
    </th>
  ));
}

interface ArmProps extends StateProps {
  readonly arm: ReportArm;
}

function AxisCells({ state: { plan }, arm }: ArmProps) {
  const mark = arm.pareto ? " ◆" : "";
  if (plan.axes.length === 0) return <th scope="row">the experiment{mark}</th>;
  return plan.axes.map((axis, i) => {
    const text = valueLabel(axis, arm.point[i]);
    return i === 0 ? (
      <th key={axis.key} scope="row">
        {text}
        {mark}
      </th>
    ) : (
      <td key={axis.key} class="text">
        {text}
      </td>
    );
  });
}

interface CellProps {
  readonly cell: ReportCell | undefined;
  readonly digits: number;
}

function Mean({ cell, digits }: CellProps) {
  const { mean = null, halfWidth = null, undefined: lacking = null } = cell ?? {};
  const text =
    mean === null
      ? ""
      : `${formatValue(mean, digits)}${halfWidth === null ? "" : ` ± ${formatHalf(halfWidth, digits)}`}`;
  if (lacking === null) return <>{text === "" ? MISSING : text}</>;
  return (
    <>
      {text}{" "}
      <span class="tiny">
        {lacking.words}: {lacking.reason}
      </span>
    </>
  );
}

function Difference({ cell, digits }: CellProps) {
  const { difference = null, undefined: lacking = null } = cell ?? {};
  if (difference === null)
    return <>{lacking === null ? MISSING : <span class="tiny">{lacking.words}</span>}</>;
  const { mean, halfWidth, significant } = difference;
  return (
    <>
      {formatSigned(mean, digits)}
      {halfWidth !== null && ` ± ${formatHalf(halfWidth, digits)}`}
      {significant && " *"}
    </>
  );
}

function Samples({ sweep: { report, samples, real } }: { readonly sweep: SharedSweep }) {
  const frame = useMemo<Frame | null>(
    () =>
      real === null
        ? null
        : {
            extent: extentOf(real.samples, 0, Math.min(1, real.samples.dims - 1)),
            real: real.samples,
            modes: real.modes,
            parts: partsOf({ modes: real.modes, classes: null }),
          },
    [real],
  );
  const shown = report.arms.flatMap(arm => {
    const found = samples[arm.key];
    const run = arm.runs.filter(({ standing }) => standing === "done").sort((a, b) => a.seed - b.seed)[0];
    return found === undefined || run === undefined ? [] : [{ arm, found, run }];
  });
  if (shown.length === 0) return null;
  return (
    <section aria-label="Samples">
      <h2>Samples</h2>
      <p class="tiny">Of one finished seed of each configuration, the first of the probe latents.</p>
      <div class="thumbnails">
        {shown.map(({ arm, found, run }) => {
          const text = armText(report.plan, arm);
          return (
            <figure key={arm.key}>
              <div class="square">
                <Plate
                  class="layer"
                  role="img"
                  aria-label={`Samples of ${text}`}
                  draw={surface => {
                    drawThumbnail(surface, found, frame);
                  }}
                />
                {isEmpty(found, frame) && <p class="empty">{NONE_IN_SIGHT}</p>}
              </div>
              <figcaption>
                {text}{" "}
                <span class="tiny">
                  seed {run.seed}, step {formatStep(found.step)}
                </span>
              </figcaption>
            </figure>
          );
        })}
      </div>
    </section>
  );
}

/** Whether a thumbnail shows none of its samples. */
function isEmpty({ points, images }: ReportSamples, frame: Frame | null): boolean {
  if (points === null) return images === null || images.count === 0;
  const axes = [0, Math.min(1, points.dims - 1)] as const;
  return !isInSight(points, axes, frame?.extent ?? extentOf(points, ...axes));
}

/** Every run. */
function Seeds({ state }: StateProps) {
  const { plan, head, arms } = state;
  return (
    <section aria-label="Every seed">
      <details>
        <summary>
          <h2>Every seed</h2>{" "}
          <span class="tiny">{formatStep(arms.flatMap(({ runs }) => runs).length)} runs</span>
        </summary>
        <div class="wide" tabIndex={0} role="group" aria-label="Every seed: table">
          <table>
            <thead>
              <tr>
                <AxisHeads state={state} />
                <th scope="col">Seed</th>
                <th scope="col" class="text">
                  State
                </th>
                {head.measures.map(({ tag, title }) => (
                  <th key={tag} scope="col">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {arms.flatMap(arm =>
                arm.runs.map(({ id, seed, state: now, step, message }) => (
                  <tr key={id}>
                    <AxisCells state={state} arm={arm} />
                    <td>{seed}</td>
                    <td class="text">
                      {now} at step {formatStep(step)}
                      {message !== "" && `: ${message}`}
                    </td>
                    {head.measures.map(({ tag }, index) => (
                      <td key={tag}>
                        {formatValue(
                          arm.cells[index]?.values[plan.seeds.indexOf(seed)] ?? null,
                          digitsOf(state, index),
                        )}
                      </td>
                    ))}
                  </tr>
                )),
              )}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}
