import { useComputed } from "@preact/signals";
import { IconButton } from "../controls/button.tsx";
import { formatStep, formatValue } from "../numbers/format.ts";
import { WITHIN } from "../numbers/modes.ts";
import { cellOf, pluralOf } from "../numbers/parts.ts";
import { Plate } from "../plates/plate.tsx";
import { drawStrip, drawStripMarker } from "../plates/strip.ts";
import { CheckpointStep } from "./checkpoint-step.tsx";
import { usePage } from "./context.ts";
import { Ends, PathKinds, Scrub } from "./path-controls.tsx";
import { waitingWords } from "./run-words.ts";

/** The last probe latent that can be an end of a path. */
const LAST_PROBE = 1023;

/** From one probe latent to another: how far the output moves along the way, and where it is at t. */
export function Interpolation() {
  const { showTable, pictures } = usePage();
  const table = () => {
    const found = pictures.path.value.value;
    if (found === null) return;
    const parts = found.mode.length > 0 ? pictures.parts.value : null;
    const { dims, data } = found.samples;
    const named = Math.min(dims, 4);
    showTable({
      title: `Interpolation ${found.from} to ${found.to}, checkpoint ${formatStep(found.step)}`,
      columns: [
        { name: "t", digits: 3 },
        ...Array.from({ length: named }, (_, d) => ({ name: `x${d + 1}`, digits: 3 })),
        { name: "moved", digits: 4 },
        ...(parts === null ? [] : [{ name: parts.kind, digits: 0 }]),
        ...(parts?.kind === "mode" ? [{ name: "σ away", digits: 1 }] : []),
      ],
      rows: Array.from(found.t, (t, row) => [
        t,
        ...Array.from({ length: named }, (_, d) => data[row * dims + d] ?? null),
        found.distances[row] ?? null,
        ...(parts === null ? [] : [cellOf(parts, found.mode[row] ?? 0)]),
        ...(parts?.kind === "mode" ? [found.sigmas[row] ?? null] : []),
      ]),
    });
  };
  return (
    <>
      <div class="head">
        <h2>Interpolation</h2>
        <Ends
          last={LAST_PROBE}
          how={letter => `in the scatter, ${letter === "A" ? "click" : "Shift+click"} a sample`}
        />
        <span class="tools">
          <PathKinds />
          <IconButton icon="table" name="Interpolation: data table" onPress={table} />
        </span>
      </div>
      <Strip />
      <Scrubbed />
    </>
  );
}

function Strip() {
  const { model, pictures } = usePage();
  const facts = useComputed(() => {
    const path = pictures.path.value.value;
    if (path === null) return null;
    const total = path.distances.reduce((sum, distance) => sum + distance, 0);
    const modes = new Set(path.mode.filter((_, i) => (path.sigmas[i] ?? Infinity) < WITHIN)).size;
    return {
      total,
      longest: Math.max(0, ...path.distances),
      modes,
      step: path.step,
      parts: path.mode.length > 0 ? pictures.parts.value : null,
    };
  }).value;
  const problem = pictures.path.problem.value;
  const label =
    facts === null
      ? "Interpolation: none yet"
      : `Moves ${formatValue(facts.total, 1)} in all, longest jump ${formatValue(facts.longest)}${facts.parts === null ? "" : `, passes ${facts.modes} ${pluralOf(facts.parts)}`}`;
  return (
    <>
      <div class="strip-facts tiny">
        {problem === null && facts !== null ? (
          <CheckpointStep step={facts.step} />
        ) : (
          <span>{problem ?? waitingWords(pictures.checkpoint.value, model.trainer)}</span>
        )}
        {facts !== null && (
          <span>
            moved {formatValue(facts.total, 1)} in all, longest jump {formatValue(facts.longest)}
          </span>
        )}
      </div>
      <div class={`plot strip${facts === null ? " skeleton" : ""}`} role="img" aria-label={label}>
        <Plate
          class="layer"
          aria-hidden="true"
          draw={surface => {
            const path = pictures.path.value.value;
            if (path !== null) drawStrip(surface, path, pictures.parts.value);
          }}
        />
        <Plate
          class="layer over"
          aria-hidden="true"
          draw={surface => {
            if (pictures.path.value.value !== null) drawStripMarker(surface, model.field("t").value);
          }}
        />
      </div>
    </>
  );
}

function Scrubbed() {
  const { model, pictures } = usePage();
  const where = useComputed(() => {
    const path = pictures.path.value.value;
    const row = path === null ? 0 : Math.round(model.field("t").value * (path.t.length - 1));
    const parts = pictures.parts.value;
    return path === null || parts === null || path.mode.length === 0
      ? ""
      : `, ${parts.kind} ${parts.nameOf(path.mode[row] ?? 0)}`;
  });
  return <Scrub where={where.value} />;
}
