import { useMemo } from "preact/hooks";
import type { SharedDocument, SharedRun } from "../../src/protocol/shared-page.ts";
import { formatStep } from "../numbers/format.ts";
import { pillOf } from "../dashboard/run-words.ts";
import { Curves } from "./curves.tsx";
import { Differences } from "./differences.tsx";
import { Measures } from "./measures.tsx";
import { namesOf } from "./names.ts";
import { RunMark } from "./run-mark.tsx";
import { Notes, RunRecord, type Called } from "./run-record.tsx";
import { ExperimentNotes } from "./experiment-notes.tsx";
import { Foot } from "./foot.tsx";
import { Samples } from "./samples.tsx";
import { shownStep } from "./shown-step.ts";
import { SweepPage } from "./sweep-page.tsx";

interface Props {
  readonly shared: SharedDocument;
}

/** A run, or several beside each other: samples by step, curves, measures, and what was recorded of each. */
export function SharedPage({ shared }: Props) {
  return shared.sweep === null ? (
    <Runs shared={shared} />
  ) : (
    <SweepPage shared={shared} sweep={shared.sweep} />
  );
}

function Runs({ shared }: Props) {
  const timeline = useMemo(() => shownStep(shared), [shared]);
  const { runs } = shared;
  const isComparison = runs.length > 1;
  const names = namesOf(runs);
  const called = (i: number) => (isComparison ? { place: i, name: names[i]?.whole ?? "" } : null);
  return (
    <>
      <header class="masthead">
        <h1>{isComparison ? `Comparison of ${runs.length} runs` : shared.title}</h1>
        <ul class="heads">
          {runs.map((run, i) => (
            <RunHead key={i} run={run} called={called(i)} />
          ))}
        </ul>
      </header>
      <main>
        {isComparison ? <Differences runs={runs} /> : runs.map(run => <Notes key={run.facts.id} run={run} />)}
        <Samples runs={runs} timeline={timeline} />
        <Measures shared={shared} />
        <Curves shared={shared} timeline={timeline} />
        {runs.map((run, i) => (
          <RunRecord key={i} run={run} called={called(i)} />
        ))}
        <ExperimentNotes runs={runs} />
      </main>
      <Foot shared={shared} />
    </>
  );
}

interface HeadProps {
  readonly run: SharedRun;
  readonly called: Called | null;
}

function RunHead({ run, called }: HeadProps) {
  const { facts, state, step, steps, message } = run;
  const { word, tone } = pillOf({ state, step });
  const parent =
    facts.parent === null ? [] : [`branch of ${facts.parent.id} at step ${formatStep(facts.parent.step)}`];
  const details = [
    `step ${formatStep(step)} of ${formatStep(steps)}`,
    facts.dataTitle,
    facts.objective,
    `seed ${facts.seed}`,
    ...parent,
  ];
  return (
    <li>
      {called !== null && (
        <b class="named">
          <RunMark place={called.place} /> {called.name}
        </b>
      )}
      <span class={`pill ${tone}`}>{word}</span>
      <span class="quiet">{details.join(" · ")}</span>
      {message !== "" && <span class="quiet">{message}</span>}
    </li>
  );
}
