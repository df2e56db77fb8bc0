import type { ExportKind, ReportState } from "../../src/protocol/report.ts";
import { Button } from "../controls/button.tsx";
import type { IconName } from "../controls/icon-paths.ts";
import { Menu } from "../controls/menu.tsx";
import { Separator } from "../controls/separator.tsx";
import { whyNot } from "../host/restricted.ts";
import { formatStep } from "../numbers/format.ts";
import { armText, baselineText, shortKey } from "../numbers/report.ts";
import type { ReportModel } from "./model.ts";

const exports: readonly { readonly kind: ExportKind; readonly label: string; readonly icon: IconName }[] = [
  { kind: "csv", label: "Every run as a table (CSV)", icon: "table" },
  { kind: "svg", label: "The charts (SVG)", icon: "graph-line" },
  { kind: "md", label: "Tables and findings (Markdown)", icon: "markdown" },
];

/** "ring-8, 8 weight × 2 gamma × 4 seeds" */
function factsOf({ plan }: ReportState): string {
  const keys = plan.axes.map(({ key }) => key);
  const axes = plan.axes.map(({ key, labels }) => `${labels.length} ${shortKey(key, keys)}`);
  const seeds = `${plan.seeds.length} ${plan.seeds.length === 1 ? "seed" : "seeds"}`;
  return [plan.experiment, [...axes, seeds].join(" × ")].filter(text => text !== "").join(", ");
}

export function Head({ model }: { readonly model: ReportModel }) {
  const state = model.state.value;
  if (state === null) return <header class="bar" />;
  return (
    <header class="bar">
      <h1>{state.plan.name}</h1>
      <span class="quiet facts" title={`${factsOf(state)}; ${state.head.progress}`}>
        {factsOf(state)}
      </span>
      <Progress state={state} />
      <span class="grow" />
      <Actions model={model} state={state} />
      <Menu
        name="Export"
        icon="export"
        items={exports.map(({ kind, label, icon }) => ({
          label,
          icon,
          refused: whyNot("writes"),
          onPick: () => {
            model.attempt(model.call("report/save", { kind, by: model.by.peek()?.tag ?? null }));
          },
        }))}
      />
      <Separator />
      <Baseline model={model} state={state} />
      <Best model={model} state={state} />
    </header>
  );
}

function Progress({ state: { head } }: { readonly state: ReportState }) {
  const { done, planned, training, failed, sweeping } = head;
  const look = sweeping ? "training" : done === planned ? "ended" : failed > 0 ? "failed" : "waiting";
  return (
    <>
      <span class={`pill ${look}`} role="status">
        {formatStep(done)} of {formatStep(planned)} done
      </span>
      {training > 0 && <span class="quiet">{formatStep(training)} training</span>}
      {failed > 0 && <span class="quiet bad">{formatStep(failed)} failed</span>}
    </>
  );
}

function Actions({ model, state: { head } }: { readonly model: ReportModel; readonly state: ReportState }) {
  if (head.sweeping)
    return (
      <Button
        icon="debug-stop"
        title="Every run saves a checkpoint and ends; run the sweep again to go on"
        refused={head.trusted ? null : "This workspace is not trusted"}
        onPress={() => {
          model.attempt(model.call("sweep/cancel", null));
        }}
      >
        Cancel
      </Button>
    );
  if (head.done === head.planned) return null;
  return (
    <Button
      icon="run-all"
      title="Train what is missing"
      refused={head.trusted ? null : "This workspace is not trusted: its runs can be looked at, not trained"}
      onPress={() => {
        model.attempt(model.call("sweep/run", null));
      }}
    >
      Go on
    </Button>
  );
}

/** So many values to compare with are offered; of more the first. */
const MOST_OFFERED = 200;

/** What every configuration is compared with: a value of an axis, its other values being each one's own. */
function Baseline({ model, state }: { readonly model: ReportModel; readonly state: ReportState }) {
  const { axes, baseline } = state.plan;
  const keys = axes.map(({ key }) => key);
  const only = (index: number, place: number) => axes.map((_, i) => (i === index ? place : null));
  const offered = axes
    .flatMap(({ key, labels }, i) =>
      labels.map((label, place) => ({ text: `${shortKey(key, keys)} ${label}`, values: only(i, place) })),
    )
    .slice(0, MOST_OFFERED);
  const now = JSON.stringify(baseline);
  const isOffered = offered.some(({ values }) => JSON.stringify(values) === now);
  const choices = isOffered ? offered : [{ text: baselineText(state.plan), values: baseline }, ...offered];
  if (offered.length < 2) return null;
  return (
    <label class="quiet best-by">
      compared with
      <select
        class="box"
        value={now}
        onChange={event => {
          const chosen = choices.find(({ values }) => JSON.stringify(values) === event.currentTarget.value);
          if (chosen !== undefined) model.compareWith(chosen.values);
        }}
      >
        {choices.map(({ text, values }) => (
          <option key={JSON.stringify(values)} value={JSON.stringify(values)}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

function Best({ model, state }: { readonly model: ReportModel; readonly state: ReportState }) {
  const by = model.by.value;
  const best = by?.best === undefined || by.best === null ? undefined : model.byKey.value.get(by.best);
  const judged = state.head.measures.filter(({ better }) => better !== "none");
  return (
    <>
      {by !== null && (
        <label class="quiet best-by">
          best by
          <select
            class="box"
            value={by.tag}
            onChange={event => {
              model.arrange({ by: event.currentTarget.value });
            }}
          >
            {judged.map(({ tag, title }) => (
              <option key={tag} value={tag}>
                {title.toLowerCase()}
              </option>
            ))}
          </select>
        </label>
      )}
      {best !== undefined && <span class="quiet best-name">{armText(state.plan, best)}</span>}
      <Button
        look="primary"
        title={best === undefined ? "" : `The run of ${armText(state.plan, best)}, seed ${model.seed.value}`}
        refused={
          best !== undefined
            ? null
            : state.head.done === 0
              ? "No run is done yet"
              : "No configuration is better than the others"
        }
        onPress={() => {
          if (best !== undefined) model.openRun(best);
        }}
      >
        Open best run
      </Button>
    </>
  );
}
