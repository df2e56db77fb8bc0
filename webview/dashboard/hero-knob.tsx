import { useComputed } from "@preact/signals";
import type { KnobFacts } from "../../src/protocol/dashboard-state.ts";
import { IconButton } from "../controls/button.tsx";
import { DraftBox } from "../controls/number-box.tsx";
import type { Draft } from "../controls/number-draft.ts";
import { formatKnob, formatStep } from "../numbers/format.ts";
import { nudged } from "../numbers/knob-scale.ts";
import { usePage } from "./context.ts";
import { KnobTrouble, whenKnobIsLeft } from "./drafted-knob.tsx";
import type { KnobRequest } from "./knob-requests.ts";
import { KnobSlider } from "./knob-slider.tsx";
import { Scale } from "./scale.tsx";
import { changesOf, type Change } from "./timeline.ts";
import { WeightHistory } from "./weight-history.tsx";

const BOX = "pairing-weight";

/** The pairing weight: a logarithmic slider with 0, its box, undo, and the values it held, each a dot that restores it. */
export function HeroKnob({ knob }: { readonly knob: KnobFacts }) {
  const { model } = usePage();
  const refusedNow = useComputed(() => model.state.value?.actions.setKnob ?? null).value;
  const disabled = refusedNow !== null;
  const draft = model.knobs.draftOf(knob);
  const staged = draft.now.value;
  const changes = changesOf(knob);
  const request = model.knobs.of(knob.key);
  const back = model.knobs.undoTarget(knob);
  const undo = () => {
    if (!disabled) model.knobs.undo(knob);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      event.preventDefault();
      event.stopPropagation();
      undo();
    }
  };
  return (
    <div
      class="hero"
      onKeyDown={onKeyDown}
      onFocusOut={whenKnobIsLeft(draft)}
      title={refusedNow ?? undefined}
    >
      <label class="hero-name" for={BOX}>
        Pairing weight
      </label>
      <div class="hero-slider">
        <KnobSlider
          knob={knob}
          look={draft.shown === 0 ? "zero" : "weight"}
          name="Pairing weight, logarithmic with zero at the left end"
          value={draft.shown}
          draft={draft}
          disabled={disabled}
        />
        <Scale scale={knob.slider} />
        <WeightHistory
          knob={knob}
          changes={changes}
          disabled={disabled}
          onRestore={value => void model.knobs.set(knob, value)}
        />
      </div>
      <div class="hero-box">
        <DraftBox
          id={BOX}
          value={draft.of.value}
          draft={draft}
          disabled={disabled}
          describedBy="pairing-weight-note"
          invalid={request?.is === "refused" || (staged !== null && staged.stopped !== null)}
          nudge={(from, up, coarse) => nudged(knob.slider, from, up, coarse)}
        />
        <IconButton
          icon="discard"
          name={undoWords(staged, back)}
          hint="Ctrl+Z"
          refused={
            disabled
              ? refusedNow
              : staged === null && back === null
                ? "The weight is as in the experiment"
                : null
          }
          onPress={undo}
        />
        <span class={`tiny note${staged === null ? "" : " staged"}`} id="pairing-weight-note">
          {noteWords(staged, request, changes.at(-1))}
        </span>
        <KnobTrouble knob={knob} draft={draft} boxId={BOX} />
      </div>
    </div>
  );
}

function undoWords(staged: Draft | null, back: number | null): string {
  if (staged !== null) return `Undo: drop ${staged.text}`;
  return back === null ? "Undo" : `Undo: back to ${formatKnob(back)}`;
}

const whenApplied: Readonly<Record<Draft["by"], string>> = {
  typing: "Enter applies",
  dragging: "let go to apply",
  keys: "applies in a moment",
};

/** What is staged, what is on its way, or what became of the last change. */
function noteWords(staged: Draft | null, request: KnobRequest | null, last: Change | undefined): string {
  if (staged !== null) return staged.stopped === null ? whenApplied[staged.by] : "not applied";
  if (request?.is === "sending") return `asking for ${formatKnob(request.value)} …`;
  return last === undefined ? "unchanged" : `was ${formatKnob(last.from)} until ${formatStep(last.step)}`;
}
