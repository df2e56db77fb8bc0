import { useComputed, useSignal } from "@preact/signals";
import type { DashboardState } from "../../src/protocol/dashboard-state.ts";
import { Button, IconButton } from "../controls/button.tsx";
import { Icon } from "../controls/icon.tsx";
import { lostText } from "../controls/page-notices.tsx";
import type { IconName } from "../controls/icon-paths.ts";
import { ownVersion } from "../host/own-version.ts";
import { formatStep } from "../numbers/format.ts";
import { usePage, type Page } from "./context.ts";
import { silence, versionWarning } from "./run-words.ts";

interface Notice {
  readonly id: string;
  readonly kind: "error" | "warning" | "info";
  readonly text: string;
  readonly actions: readonly { readonly label: string; readonly act: () => void }[];
}

const icons: Readonly<Record<Notice["kind"], IconName>> = {
  error: "error",
  warning: "warning",
  info: "info",
};

/** What went wrong, what is safe, and what to do next; one line each. */
export function Notices() {
  const page = usePage();
  const { model } = page;
  const dismissed = useSignal("");
  const versionDismissed = useSignal(false);
  const ancestryDismissed = useSignal(false);
  const restrictedDismissed = useSignal(false);
  const isRestricted = useComputed(
    () => !restrictedDismissed.value && (model.state.value?.actions.render ?? null) !== null,
  ).value;
  const version = useComputed(() => {
    const state = model.state.value;
    return state === null || versionDismissed.value
      ? null
      : versionWarning(state.run, state.status.state, ownVersion);
  }).value;
  const ancestry = useComputed(() => {
    const trouble = model.state.value?.run.ancestryTrouble ?? null;
    return trouble === null || ancestryDismissed.value
      ? null
      : `Of this run's history a part is shown: ${trouble}.`;
  }).value;
  const run = useComputed(() => {
    const state = model.state.value;
    return state === null ? null : runNotice(page, state);
  }).value;
  const lost = model.lost.value;
  const isShown = useComputed(() => model.state.value !== null).value;
  return (
    <div class="notices">
      {lost !== null && (
        <Line
          notice={{
            id: "lost",
            kind: "error",
            text: lostText(lost, isShown),
            actions: [{ label: "Try again", act: model.connection.restart }],
          }}
          onDismiss={null}
        />
      )}
      {run !== null && run.id !== dismissed.value && (
        <Line
          notice={run}
          onDismiss={() => {
            dismissed.value = run.id;
          }}
        />
      )}
      {isRestricted && (
        <Line
          notice={{
            id: "restricted",
            kind: "info",
            text: "Restricted Mode: this run is shown from what it recorded. In a trusted workspace the page also renders interpolations, latent maps, the discriminator's map and the nearest real samples, and keeps notes.",
            actions: [
              {
                label: "Manage Workspace Trust",
                act: () => {
                  model.attempt(model.connection.manageTrust());
                },
              },
            ],
          }}
          onDismiss={() => {
            restrictedDismissed.value = true;
          }}
        />
      )}
      {ancestry !== null && (
        <Line
          notice={{ id: "ancestry", kind: "warning", text: ancestry, actions: [] }}
          onDismiss={() => {
            ancestryDismissed.value = true;
          }}
        />
      )}
      {version !== null && (
        <Line
          notice={{ id: "version", kind: "warning", text: version, actions: [] }}
          onDismiss={() => {
            versionDismissed.value = true;
          }}
        />
      )}
      {model.problems.texts.value.map(text => (
        <Line
          key={text}
          notice={{ id: text, kind: "error", text, actions: [] }}
          onDismiss={() => {
            model.problems.dismiss(text);
          }}
        />
      ))}
    </div>
  );
}

function Line({ notice, onDismiss }: { readonly notice: Notice; readonly onDismiss: (() => void) | null }) {
  return (
    <div class={`notice ${notice.kind}`} role={notice.kind === "error" ? "alert" : "status"}>
      <Icon name={icons[notice.kind]} />
      <span class="grow">{notice.text}</span>
      {notice.actions.map(({ label, act }, index) => (
        <Button key={label} look={index === 0 ? "secondary" : "plain"} onPress={act}>
          {label}
        </Button>
      ))}
      {onDismiss !== null && (
        <IconButton
          icon="close"
          name="Dismiss"
          onPress={() => {
            // The button goes away: the focus must not.
            document.querySelector<HTMLElement>(".actions .button")?.focus();
            onDismiss();
          }}
        />
      )}
    </div>
  );
}

/** What the run's own state calls for; null when all is well. */
function runNotice({ model }: Page, { status, checkpoints, knobs, actions }: DashboardState): Notice | null {
  const last = checkpoints.at(-1);
  const id = `${status.state} ${status.step}`;
  const safe =
    last === undefined
      ? "There is no checkpoint."
      : `Everything up to checkpoint ${formatStep(last)} is whole.`;
  const message = status.message === "" ? "" : ` ${status.message.replace(/[.]?$/, ".")}`;
  const log = {
    label: "Show trainer.log",
    act: () => {
      model.attempt(model.call("host/open", { what: "log" }));
    },
  };
  const resume = {
    label: last === undefined ? "Start again" : `Resume from ${formatStep(last)}`,
    act: () => {
      model.attempt(model.call("run/resume", null));
    },
  };
  if (status.state === "failed" && status.failure === "not finite") {
    const halved = knobs
      .filter(({ key }) => key.endsWith(".learningRate"))
      .map(({ key, value }) => ({ key, value: value / 2 }));
    const branching = {
      label: `Branch from ${formatStep(last ?? 0)} at half the learning rate`,
      act: () => {
        model.attempt(model.call("run/branch", { step: last ?? 0, knobs: halved }));
      },
    };
    const offered = last === undefined || actions.branch !== null ? [log] : [branching, log];
    return { id, kind: "error", text: `The run became not finite.${message} ${safe}`, actions: offered };
  }
  if (status.state === "failed") {
    const offered = actions.resume === null ? [resume, log] : [log];
    return {
      id,
      kind: "error",
      text: `The run failed at step ${formatStep(status.step)}.${message} ${safe}`,
      actions: offered,
    };
  }
  if (status.state === "lost") {
    const where = status.host === "" ? "" : ` on ${status.host}`;
    const text = `The trainer${where} has been silent for ${silence(status, Date.now())}. Its files are shown as they are; nothing is lost.`;
    const look = { label: "Look again", act: model.connection.restart };
    return { id, kind: "warning", text, actions: actions.resume === null ? [look, resume] : [look] };
  }
  return null;
}
