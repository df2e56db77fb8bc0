import type { JournalFacts, KnobFacts } from "../../src/protocol/dashboard-state.ts";
import type { SharedRun } from "../../src/protocol/shared-page.ts";
import { knobTitle, valueText } from "../dashboard/knob-names.ts";
import { changesOf } from "../dashboard/timeline.ts";
import { formatStep } from "../numbers/format.ts";
import { RunMark } from "./run-mark.tsx";

/** A run among several: its number, from 0, and what tells it apart. */
export interface Called {
  readonly place: number;
  readonly name: string;
}

interface Props {
  readonly run: SharedRun;
  /** Null where it is alone. */
  readonly called: Called | null;
}

/** What is on record of one run beside its figures: notes, findings, knobs, journal, experiment. */
export function RunRecord({ run, called }: Props) {
  const parts = (
    <>
      {called !== null && <Notes run={run} />}
      <Findings run={run} />
      <Knobs run={run} />
      <Journal run={run} />
      <Experiment run={run} />
    </>
  );
  if (called === null) return parts;
  return (
    <section aria-label={`Run ${called.place + 1}`} class="record">
      <h2>
        <RunMark place={called.place} /> {called.name}
      </h2>
      {parts}
    </section>
  );
}

/** What the researcher wrote. */
export function Notes({ run: { notes } }: Pick<Props, "run">) {
  const { note, steps, tags } = notes;
  if (note === "" && steps.length === 0 && tags.length === 0) return null;
  return (
    <section aria-label="Notes">
      <h2>Notes</h2>
      {tags.length > 0 && <p class="quiet">Tags: {tags.join(", ")}</p>}
      {note !== "" && <p class="written">{note}</p>}
      {steps.length > 0 && (
        <dl class="steps">
          {steps.map(({ id, step, text }) => (
            <div key={id}>
              <dt>step {formatStep(step)}</dt>
              <dd class="written">{text}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

function Findings({ run: { findings, last } }: Pick<Props, "run">) {
  if (findings.length === 0) return null;
  return (
    <section aria-label="Diagnosis">
      <h2>
        Diagnosis <span class="tiny">at step {formatStep(last?.step ?? 0)}, of this run alone</span>
      </h2>
      <ul class="plain">
        {findings.map(({ name, title, shown, source }) => (
          <li key={name}>
            <b>{title}:</b> {shown}. <span class="quiet">{source}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Over how many steps a planned change arrives; 0 where it does at once, or the plan does not say. */
function rampOf({ key }: KnobFacts, step: number, schedule: unknown): number {
  const entries = Array.isArray(schedule) ? (schedule as readonly Readonly<Record<string, unknown>>[]) : [];
  const over = entries.find(({ set, at }) => set === key && at === step)?.["over"];
  return typeof over === "number" ? over : 0;
}

/** "0.02; 0 from step 3,001 on, by hand" */
function historyWords(knob: KnobFacts, schedule: unknown): string {
  const [begun] = knob.history;
  const first = begun === undefined ? valueText(knob.key, knob.value) : valueText(knob.key, begun.value);
  const changes = changesOf(knob).map(({ step, until, to, planned: isPlanned }) => {
    const over = isPlanned ? rampOf(knob, step, schedule) : 0;
    const last = Math.max(until + 1, step + over);
    const when =
      last > step + 1
        ? `over steps ${formatStep(step + 1)} to ${formatStep(last)}`
        : `from step ${formatStep(step + 1)} on`;
    return `${valueText(knob.key, to)} ${when}, ${isPlanned ? "as planned" : "by hand"}`;
  });
  return [first, ...changes].join("; ");
}

function Knobs({ run: { knobs, facts } }: Pick<Props, "run">) {
  const shown = knobs.filter(({ resting }) => !resting);
  if (shown.length === 0) return null;
  return (
    <section aria-label="Knobs">
      <h2>Knobs</h2>
      <div class="wide" tabIndex={0} role="group" aria-label="Knobs: table">
        <table>
          <thead>
            <tr>
              <th scope="col">Knob</th>
              <th scope="col" class="text">
                Key
              </th>
              <th scope="col" class="text">
                Values
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map(knob => (
              <tr key={knob.key}>
                <th scope="row" title={knob.description}>
                  {knobTitle(knob)}
                </th>
                <td class="text">
                  <code>{knob.key}</code>
                </td>
                <td class="text">{historyWords(knob, facts.experiment["schedule"])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function lineOf({ kind, key, from, to, by, message, do: done }: JournalFacts): string {
  const change = key === null || to === null ? null : `${key} ${from === null ? "" : `${from} → `}${to}`;
  const what = change ?? (kind === "intervention" ? (done ?? "") : "");
  const who = by === null ? "" : `(${by})`;
  return [kind === "refused" ? "refused:" : "", what, message ?? "", who]
    .filter(text => text !== "")
    .join(" ");
}

function Journal({ run: { journal, journalLines } }: Pick<Props, "run">) {
  if (journal.length === 0) return null;
  return (
    <section aria-label="Journal">
      <details>
        <summary>
          <h2>Journal</h2> <span class="tiny">{formatStep(journalLines)} lines</span>
        </summary>
        <ol class="plain">
          {journal.map((line, i) => (
            <li key={i}>
              <span class="tiny">
                {line.at.slice(0, 16).replace("T", " ")}, step {formatStep(line.step)}
              </span>{" "}
              {lineOf(line)}
            </li>
          ))}
        </ol>
      </details>
    </section>
  );
}

function Experiment({ run: { facts, modules } }: Pick<Props, "run">) {
  return (
    <section aria-label="Experiment">
      <details>
        <summary>
          <h2>Experiment</h2> <span class="tiny">as resolved, every key</span>
        </summary>
        <pre tabIndex={0}>{JSON.stringify(facts.experiment, null, 2)}</pre>
        {Object.entries(modules).map(([part, text]) => (
          <div key={part}>
            <h3>Own module: {part}</h3>
            <pre tabIndex={0}>{text}</pre>
          </div>
        ))}
      </details>
    </section>
  );
}
