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
import { Samples } from "./samples.tsx";
import { shownStep } from "./shown-step.ts";

interface Props {
  readonly shared: SharedDocument;
}

/** A run, or several beside each other: samples by step, curves, measures, and what was recorded of each. */
export function SharedPage({ shared }: Props) {
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

const day = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;

/** Where the page comes from, and what is not in it. */
function Foot({ shared: { runs, exportedAt, madeBy } }: Props) {
  const left = runs.flatMap(({ leftOut }, i) =>
    leftOut.map(sentence => (runs.length > 1 ? `Run ${i + 1}: ${sentence}` : sentence)),
  );
  return (
    <footer aria-label="About this page">
      <p>
        Exported on {day(exportedAt)} by Pairing Lab {madeBy}. This file needs no network; its data are JSON
        inside it.
      </p>
      {runs.map(({ facts, digest }) => (
        <p key={facts.id}>
          Run {facts.id}: begun on {day(facts.createdAt)} by Pairing Lab {facts.versions["pairingLab"]},{" "}
          {facts.device}.
          {digest !== null && (
            <>
              {" "}
              SHA-256 of the state at step {formatStep(digest.step)}: <code>{digest.sha256}</code>
            </>
          )}
        </p>
      ))}
      {left.length > 0 && (
        <>
          <h2>Not in this page</h2>
          <ul class="plain">
            {left.map(sentence => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </>
      )}
    </footer>
  );
}
