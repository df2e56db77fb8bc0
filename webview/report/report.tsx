import { PageNotices } from "../controls/page-notices.tsx";
import { Button } from "../controls/button.tsx";
import { Along } from "./along.tsx";
import { ArmsTable } from "./arms-table.tsx";
import { Charts } from "./charts.tsx";
import { Head } from "./head.tsx";
import type { ReportState } from "../../src/protocol/report.ts";
import { whyNot } from "../host/restricted.ts";
import type { ReportModel } from "./model.ts";
import { Parallel } from "./parallel.tsx";
import { Samples } from "./samples.tsx";

/** The report of a sweep: what its configurations reach, over seeds, and what may be said of it. */
export function Report({ model }: { readonly model: ReportModel }) {
  const state = model.state.value;
  return (
    <>
      <Head model={model} />
      <Notices model={model} />
      <main class="page" aria-busy={state === null}>
        {state === null ? (
          <p class="skeleton waiting" role="status" aria-label="Reading the runs" />
        ) : (
          <>
            <Findings model={model} state={state} />
            <Charts model={model} state={state} />
            <Along model={model} state={state} />
            <Samples model={model} state={state} />
            <div class="lower">
              <ArmsTable model={model} state={state} />
              <Parallel model={model} state={state} />
            </div>
          </>
        )}
      </main>
    </>
  );
}

function Notices({ model }: { readonly model: ReportModel }) {
  const failure = model.state.value?.head.failure ?? null;
  return (
    <div class="problems">
      <PageNotices
        model={model}
        trustAdds="draws real samples beside the generated ones, writes the report and trains the sweep"
      />
      {failure !== null && (
        <p class="notice error" role="alert">
          <span class="grow">The sweep did not go on: {failure}</span>
          <button
            type="button"
            class="button secondary"
            onClick={() => {
              model.attempt(model.call("sweep/log", null));
            }}
          >
            Show log
          </button>
        </p>
      )}
    </div>
  );
}

/** What may be said, and what may be tried next by the measure that the best is judged by. */
function Findings({
  model,
  state: { head, plan },
}: {
  readonly model: ReportModel;
  readonly state: ReportState;
}) {
  const by = model.by.value;
  const next = by?.next ?? [];
  if (head.findings.length + next.length === 0) return null;
  return (
    <ul class="findings" aria-label="What the figures say">
      {head.findings.map(line => (
        <li key={line}>{line}</li>
      ))}
      {next.map(({ axis, lines, values }) => (
        <li key={axis} class="next">
          <span>{lines.join(" ")}</span>
          <Button
            icon="add"
            title={`Opens the sweep file with ${values} among the values of ${plan.axes[axis]?.key ?? ""}; nothing is saved or started`}
            refused={whyNot("writes")}
            onPress={() => {
              model.attempt(model.call("sweep/addValues", { tag: by?.tag ?? "", axis }));
            }}
          >
            Add {values} to the sweep file
          </Button>
        </li>
      ))}
    </ul>
  );
}
