import { PageNotices } from "../controls/page-notices.tsx";
import { Along } from "./along.tsx";
import { ArmsTable } from "./arms-table.tsx";
import { Charts } from "./charts.tsx";
import { Head } from "./head.tsx";
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
            <Findings lines={state.head.findings} />
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

function Findings({ lines }: { readonly lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <ul class="findings" aria-label="What the figures say">
      {lines.map(line => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
