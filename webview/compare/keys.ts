import { listenForPageKeys } from "../host/page-keys.ts";
import { compareModes } from "./arranged.ts";
import { togglePlaying } from "./playing.ts";
import { zoomed } from "./zoom.ts";
import type { CompareModel } from "./model.ts";

/** Where keys belong to what has the focus. */
const isTaken = (within: (selector: string) => boolean): boolean =>
  within("dialog, [role=menu], [role=radiogroup], input, select, textarea");

/** Latents and rows of them that arrows pass over. */
const picks: Readonly<Record<string, readonly [latents: number, rows: number]>> = {
  arrowleft: [-1, 0],
  arrowright: [1, 0],
  arrowup: [0, -1],
  arrowdown: [0, 1],
};

/** Points stand in no rows: arrows up and down pass over so many. */
const POINTS_A_ROW = 8;

/** The page's own keys: 1 to 4 the modes, + and − the zoom, K links steps, P plays, arrows pick a latent. */
export function listenForKeys(model: CompareModel): void {
  const press = (key: string): boolean => {
    const arranged = model.arranged.peek();
    const mode = compareModes[Number(key) - 1];
    const by = picks[key];
    const zoom = { "+": 1.5, "=": 1.5, "-": 1 / 1.5, "−": 1 / 1.5 }[key];
    if (mode !== undefined) model.arrange({ mode });
    else if (by !== undefined) {
      const count = model.baseline.peek()?.drawn.peek()?.count ?? 0;
      const step = by[0] + by[1] * (model.layout.peek()?.columns ?? POINTS_A_ROW);
      if (count > 0) model.pick((Math.min(arranged.picked, count - 1) + step + count) % count);
    } else if (zoom !== undefined) {
      if (arranged.zoomLinked) model.arrange({ view: zoomed(arranged.view, zoom) });
      else
        for (const { folder } of model.columns.peek())
          model.setView(folder, zoomed(model.arranged.peek().views[folder] ?? { zoom: 1, x: 0, y: 0 }, zoom));
    } else if (key === "p") togglePlaying(model);
    else if (key === "k") model.arrange({ stepsLinked: !arranged.stepsLinked });
    else return false;
    return true;
  };
  listenForPageKeys({ isTaken, press });
}
