import { useSignal } from "@preact/signals";
import { MOST_COMPARED } from "../../src/protocol/compare.ts";
import type { TableFormat, TableHead } from "../../src/protocol/table.ts";
import { Button } from "../controls/button.tsx";
import { Toggle } from "../controls/toggle.tsx";
import { Menu } from "../controls/menu.tsx";
import { PageNotices } from "../controls/page-notices.tsx";
import { SearchField } from "../controls/search-field.tsx";
import { whyNot } from "../host/restricted.ts";
import { formatStep } from "../numbers/format.ts";
import { ColumnsDialog } from "./columns-dialog.tsx";
import { Grid } from "./grid.tsx";
import type { TableModel } from "./model.ts";

interface Props {
  readonly model: TableModel;
}

/** All runs of the window as a table. */
export function Table({ model }: Props) {
  const head = model.state.value?.head ?? null;
  const problem = head?.problem ?? null;
  return (
    <>
      <Bar model={model} head={head} />
      <div class="problems">
        <PageNotices
          model={model}
          trustAdds="branches runs, moves them to the bin and writes the table to a file"
        />
        {problem !== null && (
          <p class="filter-problem" role="alert">
            The filter is not carried out: {problem}
          </p>
        )}
        {head !== null && head.broken > 0 && (
          <p class="tiny broken">
            {head.broken === 1 ? "A folder" : `${formatStep(head.broken)} folders`} among the runs cannot be
            read; the run explorer says why.
          </p>
        )}
      </div>
      <main class="runs-page" aria-busy={head === null}>
        {head === null ? (
          <p class="skeleton waiting" role="status" aria-label="Reading the runs" />
        ) : (
          <Content model={model} head={head} />
        )}
        <p class="unseen" role="status">
          {model.said.value}
        </p>
      </main>
    </>
  );
}

function Content({ model, head }: Props & { readonly head: TableHead }) {
  if (head.runs === 0) return <NoRuns model={model} />;
  return (
    <>
      <Selection model={model} />
      {head.shown === 0 ? <NoMatch model={model} /> : <Grid model={model} />}
    </>
  );
}

const exports: readonly {
  readonly label: string;
  readonly as: TableFormat;
  readonly target: "file" | "clipboard";
}[] = [
  { label: "Save as CSV", as: "csv", target: "file" },
  { label: "Save as LaTeX", as: "tex", target: "file" },
  { label: "Copy as CSV", as: "csv", target: "clipboard" },
  { label: "Copy as LaTeX", as: "tex", target: "clipboard" },
];

function Bar({ model, head }: Props & { readonly head: TableHead | null }) {
  const choosing = useSignal(false);
  if (head === null) return <header class="bar" />;
  const { together } = head.wish;
  const exported = (as: TableFormat, target: "file" | "clipboard") => {
    const keys = model.rows.peek().map(({ key }) => key);
    const work = model.call("table/export", { as, target, keys }).then(({ saved }) => {
      if (saved) model.said.value = target === "file" ? "Saved" : "Copied";
    });
    model.attempt(work);
  };
  return (
    <header class="bar">
      <h1>Runs</h1>
      <span class="quiet facts" role="status">
        {head.shown === head.runs
          ? formatStep(head.runs)
          : `${formatStep(head.shown)} of ${formatStep(head.runs)}`}
      </span>
      <Filter model={model} problem={head.problem} />
      <Toggle
        pressed={together}
        title="Runs that differ by their seed alone are one row: mean, half the 95 % interval and number, at the newest step"
        onChange={pressed => {
          model.change({ together: pressed });
        }}
      >
        Seeds together
      </Toggle>
      <Button
        icon="table"
        title="Choose the columns"
        onPress={() => {
          choosing.value = true;
        }}
      >
        Columns
      </Button>
      <Menu
        name="Export"
        icon="export"
        items={exports.map(({ label, as, target }) => ({
          label,
          refused: target === "file" ? whyNot("writes") : null,
          onPick: () => {
            exported(as, target);
          },
        }))}
      />
      {choosing.value && (
        <ColumnsDialog
          model={model}
          onClose={() => {
            choosing.value = false;
          }}
        />
      )}
    </header>
  );
}

function Filter({ model, problem }: Props & { readonly problem: string | null }) {
  return (
    <span class="filter">
      <SearchField
        name="Filter runs"
        placeholder="Filter: name, tag:, seed:, state:, coverage>0.5"
        title="Words that must all fit; a minus turns one around. As in the run explorer."
        value={model.typed.value}
        problem={problem}
        onType={text => {
          model.type(text);
        }}
      />
    </span>
  );
}

/** What can be done with the selected runs; what the keys are, while none is. */
function Selection({ model }: Props) {
  const rows = model.selectedRows.value;
  const runs = rows.flatMap(row => row.runs);
  const selected = model.selected.value.size;
  if (selected === 0)
    return (
      <p class="selection tiny">
        <kbd>Enter</kbd> opens · <kbd>Space</kbd> selects, <kbd>Shift</kbd> up to there · <kbd>Delete</kbd>{" "}
        moves to the bin · on a head: <kbd>Enter</kbd> sorts, <kbd>Alt</kbd>+<kbd>←</kbd> <kbd>→</kbd> moves
        it
      </p>
    );
  const [first = ""] = runs;
  const count =
    runs.length === selected
      ? formatStep(selected)
      : `${formatStep(selected)} (${formatStep(runs.length)} runs)`;
  const comparable = runs.length >= 2 && runs.length <= MOST_COMPARED;
  return (
    <div class="selection" role="toolbar" aria-label="Selected runs">
      <span>{count} selected</span>
      <Button
        icon="git-compare"
        refused={comparable ? null : `Two to ${MOST_COMPARED} runs are compared`}
        onPress={() => {
          model.attempt(model.call("runs/compare", { runs }));
        }}
      >
        Compare
      </Button>
      <Button
        icon="git-branch"
        refused={
          whyNot("starts") ??
          (runs.length === 1 ? (rows[0]?.noBranch ?? null) : "One run is branched at a time")
        }
        onPress={() => {
          model.attempt(model.call("runs/branch", { run: first }));
        }}
      >
        Branch…
      </Button>
      <Button
        icon="close"
        title="They can be brought back"
        refused={whyNot("writes")}
        onPress={() => {
          model.bin(runs);
        }}
      >
        Move to the bin
      </Button>
      <span class="grow" />
      <Button
        title="Escape"
        onPress={() => {
          model.selectNone();
        }}
      >
        Select none
      </Button>
    </div>
  );
}

function NoRuns({ model }: Props) {
  return (
    <div class="no-rows">
      <p>No runs here yet.</p>
      <p class="quiet">The demo trains a ring of 8 Gaussians in about half a minute, on this machine.</p>
      <Button
        look="primary"
        icon="play"
        refused={whyNot("starts")}
        onPress={() => {
          model.attempt(model.call("demo/train", null));
        }}
      >
        Train the demo
      </Button>
    </div>
  );
}

function NoMatch({ model }: Props) {
  return (
    <div class="no-rows">
      <p>No run fits this filter.</p>
      <Button
        look="secondary"
        onPress={() => {
          model.type("");
        }}
      >
        Clear filter
      </Button>
    </div>
  );
}
