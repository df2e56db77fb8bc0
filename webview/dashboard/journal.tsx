import { useComputed, useSignal } from "@preact/signals";
import { Button } from "../controls/button.tsx";
import { Toggle } from "../controls/toggle.tsx";
import { Dialog } from "../controls/dialog.tsx";
import { TextArea } from "../controls/text-area.tsx";
import { drafts } from "../host/drafts.ts";
import { whyNot } from "../host/restricted.ts";
import { formatKnob, formatStep } from "../numbers/format.ts";
import { pinAt } from "../numbers/step-bar.ts";
import { usePage } from "./context.ts";
import { NotesLine } from "./notes-line.tsx";
import { DataLine } from "./data-line.tsx";
import { SETS_KNOB } from "./drafted-knob.tsx";
import { journalLines, type JournalLine, type LineAction } from "./timeline.ts";

/** The most lines that are drawn; the file has them all. */
const MOST_LINES = 300;

interface NoteDraft {
  /** Null: a new one. */
  readonly id: string | null;
  readonly step: number;
  readonly text: string;
}

/** Where the note that is being written is kept, until it is saved or dropped. */
const NOTE = "note";

/** Null for none, also one that another version kept. */
function keptNote(): NoteDraft | null {
  const { text: kept } = drafts.at(NOTE);
  if (kept === null) return null;
  try {
    const { id, step, text } = JSON.parse(kept) as Partial<NoteDraft>;
    const isNote = (id === null || typeof id === "string") && typeof step === "number";
    return isNote && typeof text === "string" ? { id, step, text } : null;
  } catch {
    return null;
  }
}

/** What happened to the run, newest first, with notes between. */
export function Journal() {
  const { model } = usePage();
  const draft = useSignal<NoteDraft | null>(keptNote());
  const withCheckpoints = model.field("checkpointLines");
  const all = useComputed(() => {
    const lines = model.state.value === null ? [] : journalLines(model.state.value);
    return withCheckpoints.value ? lines : lines.filter(({ kind }) => kind !== "checkpoint");
  }).value;
  const save = useComputed(() => model.state.value?.actions.saveAsExperiment ?? null).value;
  const turning = useComputed(() => model.state.value?.actions.setKnob ?? null).value;
  const refusedFor = (action: LineAction | null): string | null => {
    if (action?.kind === "undo") return turning;
    return action?.kind === "edit" ? whyNot("writes") : null;
  };
  const act = (action: LineAction, step: number) => {
    if (action.kind === "show") model.pin(pinAt(model.steps.value, action.step));
    else if (action.kind === "edit") draft.value = { id: action.id, step, text: action.text };
    else {
      const knob = model.state.value?.knobs.find(({ key }) => key === action.key);
      if (knob !== undefined) void model.knobs.set(knob, action.value);
    }
  };
  return (
    <>
      <div class="head">
        <h2>Journal</h2>
        <span class="tools">
          <Toggle
            pressed={withCheckpoints.value}
            title="Lines of checkpoints; without them changes and notes alone"
            onChange={checkpointLines => {
              model.arrange({ checkpointLines });
            }}
          >
            Checkpoints
          </Toggle>
          <Button
            class="toggle"
            title="A new experiment file in which the live changes are a schedule"
            refused={save}
            onPress={() => {
              model.attempt(model.call("run/saveAsExperiment", null));
            }}
          >
            Save as experiment
          </Button>
          <Toggle
            pressed={draft.value !== null}
            title="Add a note at the shown step"
            refused={whyNot("writes")}
            onChange={() => {
              draft.value = { id: null, step: model.shown.value ?? 0, text: "" };
            }}
          >
            Add note
          </Toggle>
        </span>
      </div>
      <DataLine />
      <NotesLine />
      <ol class="journal" tabIndex={0} aria-label="Journal">
        {all.slice(0, MOST_LINES).map(line => (
          <Line key={line.id} line={line} refused={refusedFor(line.action)} onAct={act} />
        ))}
        {all.length > MOST_LINES && (
          <li class="tiny">{all.length - MOST_LINES} earlier lines are in journal.ndjson</li>
        )}
      </ol>
      {draft.value !== null && (
        <NoteDialog
          draft={draft.value}
          onClose={() => {
            drafts.at(NOTE).keep(null);
            draft.value = null;
          }}
        />
      )}
    </>
  );
}

const verbs: Readonly<Record<LineAction["kind"], string>> = { show: "show", undo: "undo", edit: "edit" };

interface LineProps {
  readonly line: JournalLine;
  /** Why its action cannot be done now. */
  readonly refused: string | null;
  readonly onAct: (action: LineAction, step: number) => void;
}

function Line({ line, refused, onAct }: LineProps) {
  const { action, text, step } = line;
  return (
    <li>
      <span class="step">{formatStep(step)}</span>
      <i class={`swatch of-${line.kind}`} />
      <span class="text" title={text}>
        {text}
      </span>
      {action !== null && (
        <button
          type="button"
          class="line-action"
          aria-label={labelOf(action, text, step)}
          aria-disabled={refused !== null}
          {...(action.kind === "undo" ? SETS_KNOB : {})}
          title={refused ?? undefined}
          onClick={() => {
            if (refused === null) onAct(action, step);
          }}
        >
          {verbs[action.kind]}
        </button>
      )}
    </li>
  );
}

function labelOf(action: LineAction, text: string, step: number): string {
  switch (action.kind) {
    case "show":
      return `Show step ${formatStep(action.step)}`;
    case "undo":
      return `Undo ${text}: back to ${formatKnob(action.value)}`;
    case "edit":
      return `Edit the note at ${formatStep(step)}`;
    default:
      return action satisfies never;
  }
}

function NoteDialog({ draft, onClose }: { readonly draft: NoteDraft; readonly onClose: () => void }) {
  const { model } = usePage();
  const text = useSignal(draft.text);
  const keep = (note: string) => {
    if (draft.id !== null) model.attempt(model.call("notes/edit", { id: draft.id, text: note }));
    else if (note !== "") model.attempt(model.call("notes/add", { step: draft.step, text: note }));
    onClose();
  };
  const send = () => {
    keep(text.value.trim());
  };
  return (
    <Dialog
      small
      title={`Note at step ${formatStep(draft.step)}`}
      onClose={onClose}
      footer={
        <>
          {draft.id !== null && (
            <Button
              onPress={() => {
                keep("");
              }}
            >
              Delete note
            </Button>
          )}
          <Button look="primary" onPress={send}>
            Save note
          </Button>
        </>
      }
    >
      <TextArea
        name="Note"
        rows={4}
        maxLength={10_000}
        value={text.value}
        onType={typed => {
          text.value = typed;
          drafts.at(NOTE).keep(JSON.stringify({ ...draft, text: typed }));
        }}
        onSend={send}
      />
    </Dialog>
  );
}
