import { pageKey } from "../host/page-keys.ts";
import { atStop, neighbouring } from "../numbers/step-bar.ts";
import type { Page } from "./context.ts";
import { goTo, togglePlaying } from "./playing.ts";
import { branch, checkpoint, pauseOrGoOn } from "./run-actions.ts";

/** Where keys belong to what has the focus: text, choices, menus, sliders of their own, and buttons for Space. */
function isTaken(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest("dialog, [role=menu], [role=radiogroup]") !== null) return true;
  if (target.matches("#step-slider")) return key === " ";
  if (target.matches("input, select, textarea")) return true;
  if (key === " ") return target.closest("button, a, canvas, [tabindex]") !== null;
  return false;
}

/** The page's own keys; what they do stands in the buttons' tooltips. */
export function listenForKeys(page: Page): void {
  const { model } = page;
  const step = (forward: boolean, toStop: boolean) => {
    const shown = model.shown.value;
    if (shown !== null) goTo(model, (toStop ? atStop : neighbouring)(model.steps.value, shown, forward));
  };
  addEventListener("keydown", event => {
    const key = pageKey(event);
    if (key === null || isTaken(event.target, key)) return;
    switch (key) {
      case "arrowleft":
        step(false, event.shiftKey);
        break;
      case "arrowright":
        step(true, event.shiftKey);
        break;
      case "p":
        togglePlaying(model);
        break;
      case "l":
        goTo(model, null);
        break;
      case "c":
        checkpoint(page);
        break;
      case "b":
        branch(page);
        break;
      case " ": {
        const go = pauseOrGoOn(page);
        if (go.refused === null && (go.label === "Pause" || model.state.value?.status.state === "paused"))
          go.act();
        break;
      }
      default:
        return;
    }
    event.preventDefault();
  });
}
