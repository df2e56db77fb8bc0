import { listenForPageKeys } from "../host/page-keys.ts";
import type { CurvesModel } from "./model.ts";

/** Where keys belong to what has the focus. */
const isTaken = (within: (selector: string) => boolean): boolean =>
  within("dialog, [role=menu], input, select, textarea");

/** The page's own keys: arrows go through the pictures, L follows the newest. */
export function listenForKeys(model: CurvesModel): void {
  const press = (key: string): boolean => {
    if (key === "arrowleft") model.goOn(false);
    else if (key === "arrowright") model.goOn(true);
    else if (key === "l") model.arrange({ pin: null });
    else return false;
    return true;
  };
  listenForPageKeys({ isTaken, press });
}
