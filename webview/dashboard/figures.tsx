import { computed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { asksForModes, PRECISION_TAG } from "../../src/measures/noise.ts";
import type { RunFacts } from "../../src/protocol/dashboard-state.ts";
import { IconButton } from "../controls/button.tsx";
import { calmly } from "../numbers/calmly.ts";
import { formatStep, formatValue, MISSING } from "../numbers/format.ts";
import { withoutNoise } from "../numbers/noise.ts";
import { Plate } from "../plates/plate.tsx";
import { drawSpark } from "../plates/spark.ts";
import type { InkName } from "../plates/inks.ts";
import type { Surface } from "../plates/surface.ts";
import { usePage, type Page } from "./context.ts";
import type { CurveView } from "./curve-view.ts";
import { CALM_MS } from "./model.ts";
import { PAIRING_WEIGHT } from "./knob-names.ts";
import { figureStep, missingWords } from "./missing-figure.ts";
import { collapseFigures, pairingFigures } from "./series-looks.ts";
import { useCurves } from "./use-curves.ts";

/** More pixels than any sparkline has. */
const SPARK_BUCKETS = 128;
/** So many evaluations are all there, so that the figures at a step are those of one evaluation. */
const EVALUATIONS = 2048;

function useFigures(tags: readonly string[], smoothing: number, buckets: number): CurveView {
  const { model } = usePage();
  const present = useMemo(() => {
    const curves = model.slice("curves");
    return computed(() =>
      tags.filter(tag => curves.value?.some(curve => curve.tag === tag) === true).join("\n"),
    );
  }, [model]);
  return useCurves(() =>
    present.value === ""
      ? null
      : {
          tags: present.value.split("\n"),
          from: 0,
          to: null,
          buckets,
          scale: "linear",
          smoothing,
        },
  );
}

interface FigureProps {
  readonly view: CurveView;
  readonly tag: string;
  readonly title: string;
  readonly unit: string;
  readonly hint?: string;
  readonly ink: InkName;
  readonly format: (value: number) => string;
  readonly reference?: number;
  /** Evaluations are few, and a mean with the first ones would tell of those: what they measure is never smoothed. */
  readonly evaluated?: boolean;
  readonly ofPairing?: boolean;
}

/** A measure at the cursor, else at the shown step, over its line through the whole run; where it has no value, why. */
function Figure({
  view,
  tag,
  title,
  unit,
  hint,
  ink,
  format,
  reference,
  evaluated = false,
  ofPairing = false,
}: FigureProps) {
  const { model } = usePage();
  const calm = useMemo(() => calmly(view.version, CALM_MS), [view]);
  const shown = useMemo(
    () =>
      computed(() => {
        // Reading the version subscribes to the curve; at 0 nothing has come.
        const [version, held] = [calm.value, view.curve(tag)];
        if (version === 0 || held === null) return { version, curve: null };
        const precision = asksForModes(tag) ? view.curve(PRECISION_TAG) : null;
        if (precision !== null) return { version, curve: withoutNoise(held.raw, precision.raw) };
        return { version, curve: held.smoothed.length > 0 && !evaluated ? held.smoothed : held.raw };
      }),
    [view],
  );
  const line = () => shown.value.curve;
  const at = () => figureStep(model);
  const text = useMemo(() => computed(() => formatted(line()?.at(at()), format)), [view]);
  const missing = useMemo(
    () => computed(() => missingWords(model, { tag, evaluated, ofPairing, format }, line())),
    [view],
  );
  const draw = (surface: Surface) => {
    const curve = line();
    if (curve === null) return;
    drawSpark(surface, {
      curve,
      from: 0,
      to: Math.max(1, model.newestCalmly.value),
      at: at(),
      colour: surface.inks[ink],
      marks: model.marks.value.filter(({ quiet }) => !quiet).map(({ step }) => step),
      ...(reference === undefined ? {} : { reference }),
    });
  };
  return (
    <div title={hint}>
      <dt>{title}</dt>
      <dd class="value">{text}</dd>
      {missing.value === "" ? (
        <dd class="unit">{unit}</dd>
      ) : (
        <dd class="missing" title={missing.value}>
          {missing.value}
        </dd>
      )}
      <dd class="line">
        <Plate draw={draw} aria-hidden="true" />
      </dd>
    </div>
  );
}

const formatted = (value: number | undefined, format: (value: number) => string): string =>
  value === undefined || Number.isNaN(value) ? MISSING : format(value);

/** The collapse measures of the whole run as numbers. */
export function showCollapseTable({ model, showTable }: Page): void {
  const tags = collapseFigures.map(({ tag }) => tag);
  const asked = { tags, from: 0, to: Math.ceil(model.newest.value), most: 500 };
  showTable(
    model.call("curves/table", asked).then(({ steps, columns }) => ({
      title: "Collapse measures",
      columns: [
        { name: "step", digits: 0 },
        ...collapseFigures.map(({ title }) => ({ name: title, digits: 3 })),
      ],
      rows: Array.from(steps, (step, row) => [
        step,
        ...tags.map(tag => {
          const value = columns.find(column => column.tag === tag)?.values[row] ?? NaN;
          return Number.isNaN(value) ? null : value;
        }),
      ]),
    })),
  );
}

/**
 * How one-to-one the generator is; judged against a baseline, never coloured good or bad. With `onlyRecorded`, measures
 * that the run does not record are left out once it has evaluated.
 */
export function CollapseFigures({ onlyRecorded = false }: { readonly onlyRecorded?: boolean }) {
  const { model } = usePage();
  const tags = collapseFigures.map(({ tag }) => tag);
  const view = useFigures([...tags, PRECISION_TAG], 0, EVALUATIONS);
  const size = useMemo(() => computed(() => model.state.value?.run.latentSize ?? 0), [model]);
  const curves = useMemo(() => model.slice("curves"), [model]);
  const isUndefined = (tag: string) => tag in (model.state.value?.status.lastEvaluation?.undefined ?? {});
  const recorded = collapseFigures.filter(
    ({ tag }) => curves.value?.some(curve => curve.tag === tag) === true || isUndefined(tag),
  );
  return (
    <div class="evaluated">
      <EvaluatedAt view={view} tags={tags} />
      <dl class="figures" aria-label="Collapse measures">
        {(onlyRecorded && recorded.length > 0 ? recorded : collapseFigures).map(
          ({ tag, title, digits, unit }) => {
            const hint = curves.value?.find(curve => curve.tag === tag)?.description;
            return (
              <Figure
                key={tag}
                view={view}
                tag={tag}
                title={title}
                unit={unit(size.value)}
                {...(hint === undefined ? {} : { hint })}
                ink="generated"
                evaluated
                format={value => formatValue(value, digits)}
              />
            );
          },
        )}
      </dl>
    </div>
  );
}

/** The evaluation that the figures are of: the newest one at or before the shown step. */
function EvaluatedAt({ view, tags }: { readonly view: CurveView; readonly tags: readonly string[] }) {
  const { model } = usePage();
  const calm = useMemo(() => calmly(view.version, CALM_MS), [view]);
  const text = useMemo(
    () =>
      computed(() => {
        if (calm.value === 0) return "";
        const at = figureStep(model);
        const steps = tags.flatMap(tag => {
          const curve = view.curve(tag)?.raw;
          const index = curve?.indexUpTo(at) ?? -1;
          return curve === undefined || index < 0 ? [] : [curve.step(index)];
        });
        return steps.length === 0 ? "" : `evaluated at ${formatStep(Math.max(...steps))}`;
      }),
    [view],
  );
  return <p class="tiny">{text}</p>;
}

/** What stands under the pairing loss, and what its line is held against. */
function lossWords(
  partners: RunFacts["pairingPartners"],
  unit: string,
): Pick<FigureProps, "unit" | "hint" | "reference"> {
  if (partners === null)
    return { unit: unit === "" ? "unweighted" : unit, hint: "The regularizer's own value, unweighted." };
  const chance = Math.log(partners);
  return {
    unit: `chance ${chance.toFixed(2)}`,
    hint: `InfoNCE in nats, unweighted. The dashed line is chance: ln ${formatStep(partners)} = ${chance.toFixed(2)}.`,
    reference: chance,
  };
}

/** Whether pairing does something: its loss under chance, how often partners find each other, how hard it pulls. */
export function PairingFigures() {
  const { model, showTable } = usePage();
  const tags = Object.values(pairingFigures);
  const view = useFigures(tags, 0.9, SPARK_BUCKETS);
  const weight = useMemo(
    () => computed(() => model.state.value?.knobs.find(({ key }) => key === PAIRING_WEIGHT)?.value ?? 0),
    [model],
  );
  const partners = useMemo(
    () => computed(() => model.state.value?.run.pairingPartners ?? null),
    [model],
  ).value;
  const unit = useMemo(() => computed(() => model.state.value?.run.pairingUnit ?? ""), [model]).value;
  const table = () => {
    const asked = { tags, from: 0, to: Math.ceil(model.newest.value), most: 500 };
    showTable(
      model.call("curves/table", asked).then(({ steps, columns }) => ({
        title: "Pairing",
        columns: ["step", "loss", "accuracy", "gradient ratio"].map((name, i) => ({
          name,
          digits: i === 0 ? 0 : 3,
        })),
        rows: Array.from(steps, (step, row) => [
          step,
          ...tags.map(tag => {
            const value = columns.find(column => column.tag === tag)?.values[row] ?? NaN;
            return Number.isNaN(value) ? null : value;
          }),
        ]),
      })),
    );
  };
  const among = partners === null ? "" : `partners among ${formatStep(partners)}, `;
  const note = weight.value === 0 ? "off at weight 0" : `${among}smoothed 0.90`;
  return (
    <>
      <div class="head">
        <h2>Pairing</h2>
        <span class="tiny">{note}</span>
        <span class="tools">
          <IconButton icon="table" name="Pairing: data table" onPress={table} />
        </span>
      </div>
      <dl class="figures row" aria-label="Pairing">
        <Figure
          view={view}
          tag={pairingFigures.loss}
          title="Loss"
          {...lossWords(partners, unit)}
          ink="pairing"
          ofPairing
          format={value => formatValue(value, 2)}
        />
        {partners !== null && (
          <Figure
            view={view}
            tag={pairingFigures.accuracy}
            title="Accuracy"
            unit={`chance ${(100 / partners).toFixed(1)} %`}
            hint="Share of rows whose own partner is the most similar"
            ink="pairing"
            ofPairing
            format={value => `${(100 * value).toFixed(0)} %`}
            reference={1 / partners}
          />
        )}
        <Figure
          view={view}
          tag={pairingFigures.ratio}
          title="Gradient ratio"
          unit="to adversarial"
          hint="Weighted gradient of the pairing loss over that of the adversarial loss, on the generator's weights, at the last evaluation"
          ink="pairing"
          evaluated
          ofPairing
          format={value => formatValue(value, 2)}
        />
      </dl>
    </>
  );
}
