import { pageKey } from "../host/page-keys.ts";
import type { CurvesModel } from "./model.ts";

/** Where keys belong to what has the focus. */
const isTaken = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest("dialog, [role=menu], input, select, textarea") !== null;

/** The page's own keys: arrows go through the pictures, L follows the newest. */
export function listenForKeys(model: CurvesModel): void {
  addEventListener("keydown", event => {
    const key = pageKey(event);
    if (key === null || isTaken(event.target)) return;
    if (key === "arrowleft") model.goOn(false);
    else if (key === "arrowright") model.goOn(true);
    else if (key === "l") model.arrange({ pin: null });
    else return;
    event.preventDefault();
  });
}
