import { listenForPageKeys } from "../host/page-keys.ts";
import { atStop, neighbouring } from "../numbers/step-bar.ts";
import type { Page } from "./context.ts";
import { goTo, togglePlaying } from "./playing.ts";
import { branch, checkpoint, pauseOrGoOn } from "./run-actions.ts";

/** Where keys belong to what has the focus: text, choices, menus, sliders of their own, and buttons for Space. */
function isTaken(within: (selector: string) => boolean, key: string): boolean {
  if (within("dialog, [role=menu], [role=radiogroup]")) return true;
  if (within("#step-slider")) return key === " ";
  if (within("input, select, textarea")) return true;
  return key === " " && within("button, a, canvas, [tabindex]");
}

/** The page's own keys; what they do stands in the buttons' tooltips. */
export function listenForKeys(page: Page): void {
  const { model } = page;
  const step = (forward: boolean, toStop: boolean) => {
    const shown = model.shown.value;
    if (shown !== null) goTo(model, (toStop ? atStop : neighbouring)(model.steps.value, shown, forward));
  };
  const press = (key: string, event: KeyboardEvent): boolean => {
    switch (key) {
      case "arrowleft":
        step(false, event.shiftKey);
        return true;
      case "arrowright":
        step(true, event.shiftKey);
        return true;
      case "p":
        togglePlaying(model);
        return true;
      case "l":
        goTo(model, null);
        return true;
      case "c":
        checkpoint(page);
        return true;
      case "b":
        branch(page);
        return true;
      case " ": {
        const go = pauseOrGoOn(page);
        if (go.refused === null && (go.label === "Pause" || model.state.value?.status.state === "paused"))
          go.act();
        return true;
      }
      default:
        return false;
    }
  };
  listenForPageKeys({ isTaken, press });
}
