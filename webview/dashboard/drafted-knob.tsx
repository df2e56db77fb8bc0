import type { KnobFacts } from "../../src/protocol/dashboard-state.ts";
import { Button, IconButton } from "../controls/button.tsx";
import type { NumberDraft } from "../controls/number-draft.ts";
import { formatKnob } from "../numbers/format.ts";
import { usePage } from "./context.ts";

/** A page's button that sets a knob by itself, as the journal's undo: going to it from the knob does not apply a draft. */
export const SETS_KNOB = { "data-sets-knob": true };

/** Leaving the controls of a knob applies what is staged; going from one to another of them does not. */
export const whenKnobIsLeft =
  (draft: NumberDraft) => (event: FocusEvent & { readonly currentTarget: Element }) => {
    const to = event.relatedTarget;
    const stays =
      to instanceof Element && (event.currentTarget.contains(to) || to.closest("[data-sets-knob]") !== null);
    if (!stays) draft.leave();
  };

interface KnobTroubleProps {
  readonly knob: KnobFacts;
  readonly draft: NumberDraft;
  /** Of the knob's box, which gets the focus when the trouble goes. */
  readonly boxId: string;
}

/** What keeps a draft from being applied, or why the last change was refused. */
export function KnobTrouble({ knob, draft, boxId }: KnobTroubleProps) {
  const { model } = usePage();
  const request = model.knobs.of(knob.key);
  const staged = draft.now.value;
  const backToBox = () => document.getElementById(boxId)?.focus(); // what was pressed goes away: the focus must not
  if (staged?.stopped?.is === "asked") {
    return (
      <div class="refusal asks" role="alert">
        <p>{staged.stopped.why}.</p>
        <Button
          look="secondary"
          onPress={() => {
            backToBox();
            draft.apply();
          }}
        >
          Set {staged.text}
        </Button>
        <Button
          look="secondary"
          onPress={() => {
            backToBox();
            draft.drop();
          }}
        >
          Keep {formatKnob(draft.of.value)}
        </Button>
      </div>
    );
  }
  if (staged?.stopped?.is === "unreadable") {
    return (
      <div class="refusal" role="alert">
        {staged.stopped.why}.
      </div>
    );
  }
  if (request?.is !== "refused") return null;
  return (
    <div class="refusal" role="alert">
      {formatKnob(request.value)} was refused: {request.reason}
      <IconButton
        icon="close"
        name="Dismiss"
        onPress={() => {
          backToBox();
          model.knobs.forget(knob.key);
        }}
      />
    </div>
  );
}
