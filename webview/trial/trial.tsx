import type { TrialState } from "../../src/protocol/trial.ts";
import { MOST_COMPARED } from "../../src/protocol/compare.ts";
import { Button } from "../controls/button.tsx";
import { Segments } from "../controls/segments.tsx";
import { PageNotices } from "../controls/page-notices.tsx";
import { formatKnob, formatStep } from "../numbers/format.ts";
import type { TrialModel } from "./model.ts";
import { Tile } from "./tile.tsx";

/** Several weights from one checkpoint, side by side, and what may be said of them. */
export function Trial({ model }: { readonly model: TrialModel }) {
  const state = model.state.value;
  return (
    <>
      <Head model={model} state={state} />
      <div class="problems">
        <PageNotices
          model={model}
          trustAdds="draws real samples beside the generated ones, and trains and adopts weights"
        />
        <p class="said tiny" role="status">
          {model.said.value}
        </p>
      </div>
      <main class="trial" aria-busy={state === null} tabIndex={0} aria-label="Tried weights">
        {state === null ? (
          <p class="plate skeleton" role="status" aria-label="Reading the branches" />
        ) : (
          <>
            <Verdict model={model} state={state} />
            <div class="tiles">
              {state.weights.map(tried => (
                <Tile key={tried.weight} model={model} state={state} tried={tried} />
              ))}
            </div>
            <p class="note">
              Grey: real data. Blue: generated, newest samples. In the charts the dashed line is the fork and
              faint lines are the weight as before. Differences are to that weight, by seed; coloured where
              the interval leaves out 0.
            </p>
          </>
        )}
      </main>
    </>
  );
}

/** How many branches there are of each kind. */
export function progressOf({ runs, until }: TrialState): {
  readonly done: number;
  readonly training: number;
  readonly rest: string;
} {
  const done = runs.filter(run => run.step >= until && !run.notFinite).length;
  const training = runs.filter(({ state }) => state === "training" || state === "starting").length;
  const waiting = runs.filter(run => run.waiting).length;
  const ended = runs.filter(
    run => run.step < until && !run.waiting && ["stopped", "failed", "lost"].includes(run.state),
  ).length;
  const parts = [
    [training, "training"],
    [waiting, "waiting"],
    [ended, "ended early"],
  ] as const;
  const rest = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return { done, training, rest: rest.join(", ") };
}

function Head({ model, state }: { readonly model: TrialModel; readonly state: TrialState | null }) {
  if (state === null)
    return (
      <header class="bar">
        <h1>Try weights</h1>
      </header>
    );
  const { parent, from, until, runs, seeds, weights, actions } = state;
  const { done, training, rest } = progressOf(state);
  const seed = model.seed.value;
  const shown = weights.flatMap(({ weight }) => model.runOf(weight)?.folder ?? []);
  return (
    <header class="bar">
      <h1>Try weights</h1>
      <span class="quiet facts">
        <a
          href="#parent"
          title="Open the parent's dashboard"
          onClick={event => {
            event.preventDefault();
            model.attempt(model.call("runs/openParent", null));
          }}
        >
          {parent.name}
        </a>{" "}
        from step {formatStep(from)}, {formatStep(until - from)} steps, {weights.length} weights ×{" "}
        {seeds.length} {seeds.length === 1 ? "seed" : "seeds"}
      </span>
      <span
        class={`pill ${training > 0 ? "training" : done === runs.length ? "ended" : "waiting"}`}
        role="status"
      >
        {done} of {runs.length} done
      </span>
      <span class="quiet rest">{rest}</span>
      <span class="grow" />
      {seeds.length > 1 && seed !== null && (
        <Segments
          name="Seed that is shown"
          values={seeds.map(String)}
          value={String(seed)}
          onChange={chosen => {
            model.showSeed(Number(chosen));
          }}
        />
      )}
      <Button
        icon="add"
        title="Train the same weights with other streams of randomness from the same checkpoint"
        refused={actions.moreSeeds}
        onPress={() => {
          model.attempt(model.call("trial/moreSeeds", null));
        }}
      >
        More seeds
      </Button>
      <Button
        icon="git-compare"
        title={`Put up to ${MOST_COMPARED} of the shown branches side by side`}
        refused={shown.length < 2 ? "Two branches at least are needed" : null}
        onPress={() => {
          model.attempt(model.call("runs/compare", { runs: shown.slice(0, MOST_COMPARED) }));
        }}
      >
        Compare
      </Button>
      {actions.stop === null || actions.resume !== null ? (
        <Button
          icon="debug-stop"
          title="Stop every branch; what they have so far is kept"
          refused={actions.stop}
          onPress={() => {
            model.attempt(model.call("trial/stop", null));
          }}
        >
          Stop
        </Button>
      ) : (
        <Button
          icon="debug-continue"
          title="Train the branches that ended early"
          onPress={() => {
            model.attempt(model.call("trial/resume", null));
          }}
        >
          Resume
        </Button>
      )}
    </header>
  );
}

const sureness = {
  shown: "shown",
  hinted: "a hint",
  open: "open",
  "few seeds": "few seeds",
} as const;

function Verdict({ model, state }: { readonly model: TrialModel; readonly state: TrialState }) {
  const { ground, findings, notes } = state.verdict;
  const oneSeed = state.seeds.length === 1 && findings.length > 0;
  return (
    <section class="verdict" aria-label="What the trial says">
      <p class="ground">
        {ground}
        {oneSeed && (
          <Button
            look="secondary"
            refused={state.actions.moreSeeds}
            onPress={() => {
              model.attempt(model.call("trial/moreSeeds", null));
            }}
          >
            Train more seeds
          </Button>
        )}
      </p>
      {findings.length > 0 && (
        <ul>
          {findings.map(({ aspect, text, certainty }) => (
            <li key={aspect}>
              <span class={`sure ${certainty === "shown" ? "shown" : ""}`}>{sureness[certainty]}</span>
              <b>{aspect}</b>
              <span>{text}</span>
            </li>
          ))}
        </ul>
      )}
      {notes.map(note => (
        <p key={note} class="tiny">
          {note}
        </p>
      ))}
      {state.parent.weight !== state.baseline && (
        <p class="tiny">
          The parent trains with {formatKnob(state.parent.weight)} now, at step{" "}
          {formatStep(state.parent.step)}.
        </p>
      )}
    </section>
  );
}
