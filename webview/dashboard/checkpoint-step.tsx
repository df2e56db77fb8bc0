import { useComputed } from "@preact/signals";
import { pinAt } from "../numbers/step-bar.ts";
import { usePage } from "./context.ts";
import { goTo } from "./playing.ts";
import { checkpointWords, KEPT_HINT } from "./run-words.ts";

/** The step of a picture that is drawn from a checkpoint, marked where the samples are of another one. */
export function CheckpointStep({ step, before = "" }: { readonly step: number; readonly before?: string }) {
  const { model, pictures } = usePage();
  const shown = model.shown.value;
  const isOther = step !== shown;
  return (
    <span class={isOther ? "other-step" : ""} title={isOther ? KEPT_HINT : undefined}>
      {before}
      {checkpointWords(step, shown, pictures.checkpoint.value)}
    </span>
  );
}

/** Beside the shown step: that all maps are of another one, and the way there. */
export function StepOfMaps() {
  const { model, pictures } = usePage();
  const kept = useComputed(() => {
    const nearest = pictures.checkpoint.value;
    return nearest === model.shown.value ? null : nearest;
  }).value;
  if (kept === null) return null;
  return (
    <button
      type="button"
      class="button other-step"
      title={`${KEPT_HINT} Press to show everything at that step.`}
      onClick={() => {
        goTo(model, pinAt(model.steps.value, kept));
      }}
    >
      maps: {checkpointWords(kept, null, null)}
    </button>
  );
}
