import { computed, useComputed, useSignal } from "@preact/signals";
import { KEPT_RULE } from "../../src/protocol/kept-rule.ts";
import { Button } from "../controls/button.tsx";
import { IconToggle } from "../controls/toggle.tsx";
import { Menu, type MenuItem } from "../controls/menu.tsx";
import { Separator } from "../controls/separator.tsx";
import { ownVersion } from "../host/own-version.ts";
import { whyNot } from "../host/restricted.ts";
import { formatKnob, formatStep } from "../numbers/format.ts";
import { clock } from "./clock.ts";
import { usePage, type Page } from "./context.ts";
import { PACE } from "./knob-names.ts";
import { branch, branchPlace, checkpoint, pauseOrGoOn, stop, tryWeights } from "./run-actions.ts";
import { factsOf, pillOf, rateOf } from "./run-words.ts";

/** Who the run is, what it does, and what can be done with it. */
export function Header() {
  const { model } = usePage();
  const run = useComputed(() => model.state.value?.run).value;
  const notes = useComputed(() => model.state.value?.notes).value;
  const maker = useComputed(() => model.state.value?.status.maker ?? "").value;
  if (run === undefined || notes === undefined) return <HeaderSkeleton />;
  const name = notes.name ?? run.name;
  const facts = [`seed ${run.seed}`, ...factsOf(run, maker, ownVersion)];
  return (
    <header class="runbar">
      <IconToggle
        class="star"
        icon={notes.star ? "star-full" : "star-empty"}
        name="Star this run"
        pressed={notes.star}
        refused={whyNot("writes")}
        onChange={star => {
          model.attempt(model.call("notes/star", { star }));
        }}
      />
      <h1 title={name}>{name}</h1>
      <span class="quiet facts" title={facts.join(", ")}>
        {run.parent !== null && (
          <span title={`Branched from ${run.parent.id}`}>branch @{formatStep(run.parent.step)}</span>
        )}
        {facts.map(fact => (
          <span key={fact}>{fact}</span>
        ))}
      </span>
      <State />
      <Pace />
      <span class="grow" />
      <Actions />
      <Progress />
    </header>
  );
}

function HeaderSkeleton() {
  return (
    <header class="runbar">
      <span class="skeleton name" aria-hidden="true" />
      <span class="pill waiting" role="status">
        Opening
      </span>
      <span class="grow" />
    </header>
  );
}

function State() {
  const { model } = usePage();
  const status = useComputed(() => model.state.value?.status).value;
  if (status === undefined) return null;
  const { word, tone } = pillOf(status);
  const rate = rateOf(status, status.state === "lost" ? clock.value : 0);
  return (
    <>
      <span class={`pill ${tone}`} role="status">
        {word}
      </span>
      <span class="quiet rate">{rate}</span>
    </>
  );
}

const paces = [0, 1000, 300, 100, 30, 10];

/** How fast the run may train: a knob that changes no result. */
function Pace() {
  const { model } = usePage();
  const knob = useComputed(() => model.state.value?.knobs.find(({ key }) => key === PACE)).value;
  const actions = useComputed(() => model.state.value?.actions).value;
  if (knob === undefined || actions?.setKnob !== null) return null;
  const value = model.knobs.shownValue(knob);
  const choices = paces.includes(value) ? paces : [...paces, value].sort((a, b) => b - a);
  return (
    <select
      class="box pace"
      aria-label="Pace: at most so many steps a second"
      title="Pace: at most so many steps a second. It changes no result."
      value={String(value)}
      onChange={event => {
        void model.knobs.set(knob, Number(event.currentTarget.value));
      }}
    >
      {choices.map(pace => (
        <option key={pace} value={String(pace)}>
          {pace === 0 ? "full speed" : `≤ ${pace >= 1000 ? formatStep(pace) : formatKnob(pace)} steps/s`}
        </option>
      ))}
    </select>
  );
}

function Actions() {
  const page = usePage();
  const { model, pictures } = page;
  const why = useSignal<WhyKept | null>(null);
  const state = useComputed(() => model.state.value?.status.state).value;
  const actions = useComputed(() => model.state.value?.actions).value;
  const tried = useComputed(() => (model.state.value?.run.tried ?? null) !== null).value;
  if (state === undefined || actions === undefined) return null;
  const go = pauseOrGoOn(page);
  const branching = branchPlace(page);
  const open = (what: "tensorboard" | "log" | "folder" | "experiment" | "compare" | "trial") => () => {
    model.attempt(model.call("host/open", { what }));
  };
  const items: MenuItem[] = [
    {
      label: `${branching.label.replace("Branch", "Try weights")}…`,
      icon: "git-compare",
      refused: branching.refused,
      onPick: () => {
        tryWeights(page);
      },
    },
    ...(tried ? [{ label: "Show tried weights", icon: "git-compare", onPick: open("trial") } as const] : []),
    ...pinItem(page, why.value),
    {
      label: "Save as experiment",
      icon: "file-code",
      refused: actions.saveAsExperiment,
      onPick: () => {
        model.attempt(model.call("run/saveAsExperiment", null));
      },
    },
    {
      label: "Train further…",
      icon: "debug-continue",
      refused: actions.extend,
      onPick: () => {
        model.attempt(model.call("run/extend", null));
      },
    },
    {
      label: "Train again",
      icon: "debug-restart",
      refused: actions.repeat,
      onPick: () => {
        model.attempt(model.call("run/repeat", null));
      },
    },
    { label: "Compare with…", icon: "git-compare", onPick: open("compare") },
    { label: "Open experiment", icon: "file-code", refused: whyNot("writes"), onPick: open("experiment") },
    { label: "Show trainer.log", icon: "note", onPick: open("log") },
    { label: "Reveal folder", icon: "folder", onPick: open("folder") },
    {
      label: "Open in TensorBoard",
      icon: "graph-line",
      refused: whyNot("starts"),
      onPick: open("tensorboard"),
    },
  ];
  return (
    <nav class="actions" aria-label="Run actions">
      <Button icon={go.icon} title={go.title} refused={go.refused} onPress={go.act}>
        {go.label}
      </Button>
      <Button
        icon="save"
        title="Write a checkpoint now (C)"
        refused={actions.checkpoint}
        onPress={() => {
          checkpoint(page);
        }}
      >
        Checkpoint
      </Button>
      <Button
        icon="git-branch"
        title={branching.title}
        refused={branching.refused}
        onPress={() => {
          branch(page);
        }}
      >
        {branching.label}
      </Button>
      <Button
        icon="debug-stop"
        title="Stop; everything so far is kept"
        refused={actions.stop}
        onPress={() => {
          stop(page);
        }}
      >
        Stop
      </Button>
      <Separator />
      <Button icon="graph-line" class="roomy" title="Open in TensorBoard" onPress={open("tensorboard")}>
        TensorBoard
      </Button>
      <Menu
        name="More actions"
        icon="ellipsis"
        items={items}
        onOpen={() => {
          const step = pictures.checkpoint.peek();
          if (step === null) return;
          model.attempt(
            model.call("checkpoint/why", { step }).then(({ because }) => {
              why.value = { step, because };
            }),
          );
        }}
      />
    </nav>
  );
}

function Progress() {
  const { model } = usePage();
  const done = useComputed(() => {
    const status = model.state.value?.status;
    return status === undefined || status.steps === 0 ? 0 : status.step / status.steps;
  });
  const share = computed(() => `${(100 * done.value).toFixed(2)}%`);
  return (
    <div
      class="progress"
      role="progressbar"
      aria-label="Steps done"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(100 * done.value)}
      style={{ "--share": share.value }}
    />
  );
}

interface WhyKept {
  readonly step: number;
  readonly because: readonly string[];
}

/** Why this very checkpoint stays, then the rule. */
function keptText(step: number, why: WhyKept | null): string {
  const rule = `Kept are ${KEPT_RULE}.`;
  if (why?.step !== step) return rule;
  const own = why.because.length === 0 ? "It goes when the run is thinned next" : why.because.join(", ");
  return `Checkpoint ${formatStep(step)}: ${own}. ${rule}`;
}

/** Keeps the shown checkpoint whatever thinning says, or lets it go. */
function pinItem({ model, pictures }: Page, why: WhyKept | null): MenuItem[] {
  const step = pictures.checkpoint.value;
  if (step === null) return [];
  const pinned = model.state.value?.notes.pins.includes(step) ?? false;
  return [
    {
      label: `${pinned ? "Unpin" : "Pin"} checkpoint ${formatStep(step)}`,
      icon: "save",
      title: keptText(step, why),
      refused: whyNot("writes"),
      onPick: () => {
        model.attempt(model.call("notes/pin", { step, pinned: !pinned }));
      },
    },
  ];
}
