import { useComputed } from "@preact/signals";
import { IconButton } from "../../controls/button.tsx";
import { formatStep, formatValue } from "../../numbers/format.ts";
import { drawFilm, drawMoved } from "../../plates/film.ts";
import { drawOneImage } from "../../plates/one-image.ts";
import { Plate } from "../../plates/plate.tsx";
import { drawStripMarker } from "../../plates/strip.ts";
import { CheckpointStep } from "../checkpoint-step.tsx";
import { usePage } from "../context.ts";
import { waitingWords } from "../run-words.ts";
import { Ends, PathKinds, Scrub } from "../path-controls.tsx";

const MOVED = "Moved: root mean square difference of pixels to the next image, 1 from black to white";

/** From one probe latent to another: the images on the way, how far each is from the next, and the one at t. */
export function ImageInterpolation() {
  const { images, showTable } = usePage();
  const table = () => {
    const path = images.shownPath.value;
    if (path === null) return;
    const names = images.classNames.value;
    const classed = names.length > 0 && path.classes.length > 0;
    showTable({
      title: `Interpolation ${path.from} to ${path.to}, checkpoint ${formatStep(path.step)}`,
      columns: [
        { name: "t", digits: 3 },
        { name: "moved", digits: 4 },
        ...(classed ? [{ name: "class", digits: 0 }] : []),
      ],
      rows: Array.from(path.t, (t, row) => [
        t,
        path.distances[row] ?? null,
        ...(classed ? [names[path.classes[row] ?? -1] ?? null] : []),
      ]),
      note: `${MOVED}.`,
    });
  };
  return (
    <>
      <div class="head">
        <h2>Interpolation</h2>
        <Ends
          last={images.count.value - 1}
          how={letter => `in the samples, ${letter === "A" ? "double click" : "Shift+click"} an image`}
        />
        <span class="tools">
          <PathKinds />
          <IconButton icon="table" name="Interpolation: data table" onPress={table} />
        </span>
      </div>
      <Film />
    </>
  );
}

function Film() {
  const { model, images } = usePage();
  const facts = useComputed(() => {
    const path = images.shownPath.value;
    return path === null
      ? null
      : { step: path.step, longest: path.distances.reduce((most, moved) => Math.max(most, moved), 0) };
  }).value;
  const at = useComputed(() => {
    const path = images.shownPath.value;
    return path === null ? 0 : Math.round(model.field("t").value * (path.images.count - 1));
  });
  const where = useComputed(() => {
    const path = images.shownPath.value;
    const name = images.classNames.value[path?.classes[at.value] ?? -1];
    return name === undefined ? "" : `, class ${name}`;
  });
  const problem = images.film.problem.value ?? images.path.problem.value;
  const waits = facts === null && problem === null ? " skeleton" : "";
  const label =
    facts === null
      ? "Interpolation: none yet"
      : `Images from A to B, checkpoint ${formatStep(facts.step)}, longest jump ${formatValue(facts.longest, 3)}`;
  const marker = () => (
    <Plate
      class="layer over"
      aria-hidden="true"
      draw={surface => {
        if (images.shownPath.value !== null) drawStripMarker(surface, model.field("t").value);
      }}
    />
  );
  return (
    <div class="film">
      <div class={`plot frames${waits}`} role="img" aria-label={label}>
        <Plate
          class="layer"
          aria-hidden="true"
          draw={surface => {
            const path = images.shownPath.value;
            if (path !== null) drawFilm(surface, path);
          }}
        />
        {marker()}
      </div>
      <div class={`scrubbed${waits}`}>
        <Plate
          role="img"
          aria-label={`Image at t ${model.field("t").value.toFixed(2)}${where.value}`}
          draw={surface => {
            const path = images.shownPath.value;
            if (path !== null) drawOneImage(surface, path.images, at.value);
          }}
        />
      </div>
      <div class={`facts tiny${problem === null ? "" : " problem"}`} title={problem ?? MOVED}>
        {problem === null && facts !== null ? (
          <CheckpointStep step={facts.step} />
        ) : (
          <span>{problem ?? waitingWords(images.checkpoint.value, model.trainer)}</span>
        )}
        {facts !== null && <span>moved: longest jump {formatValue(facts.longest, 3)}</span>}
      </div>
      <div class="plot moved">
        <Plate
          class="layer"
          aria-hidden="true"
          draw={surface => {
            const path = images.shownPath.value;
            if (path !== null) drawMoved(surface, path);
          }}
        />
        {marker()}
      </div>
      <Scrub where={where.value} />
    </div>
  );
}
