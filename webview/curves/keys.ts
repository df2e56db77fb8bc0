import type { CurvesModel } from "./model.ts";

/** Where keys belong to what has the focus. */
const isTaken = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest("dialog, [role=menu], input, select, textarea") !== null;

/** The page's own keys: arrows go through the pictures, L follows the newest. */
export function listenForKeys(model: CurvesModel): void {
  addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTaken(event.target))
      return;
    if (event.key === "ArrowLeft") model.goOn(false);
    else if (event.key === "ArrowRight") model.goOn(true);
    else if (event.key.toLowerCase() === "l") model.arrange({ pin: null });
    else return;
    event.preventDefault();
  });
}
