import { compareModes } from "./arranged.ts";
import { zoomed } from "./column-plate.tsx";
import type { CompareModel } from "./model.ts";

/** Where keys belong to what has the focus. */
function isTaken(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest("dialog, [role=menu], [role=radiogroup], input, select, textarea") !== null
  );
}

/** Latents a row that the arrows up and down pass over. */
const A_ROW = 8;
const picks: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -A_ROW,
  ArrowDown: A_ROW,
};

/** The page's own keys: 1 to 4 the modes, + and − the zoom, K links steps, arrows pick a latent. */
export function listenForKeys(model: CompareModel): void {
  addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTaken(event.target))
      return;
    const arranged = model.arranged.peek();
    const mode = compareModes[Number(event.key) - 1];
    const by = picks[event.key];
    const zoom = { "+": 1.5, "=": 1.5, "-": 1 / 1.5, "−": 1 / 1.5 }[event.key];
    if (mode !== undefined) model.arrange({ mode });
    else if (by !== undefined) {
      const rows = model.baseline.peek()?.samples.value.peek()?.samples.rows ?? 0;
      if (rows > 0) model.pick((arranged.picked + by + rows) % rows);
    } else if (zoom !== undefined) {
      if (arranged.zoomLinked) model.arrange({ view: zoomed(arranged.view, zoom) });
      else
        for (const { folder } of model.columns.peek())
          model.setView(folder, zoomed(model.arranged.peek().views[folder] ?? { zoom: 1, x: 0, y: 0 }, zoom));
    } else if (event.key.toLowerCase() === "k") model.arrange({ stepsLinked: !arranged.stepsLinked });
    else return;
    event.preventDefault();
  });
}
