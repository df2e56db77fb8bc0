import { useComputed } from "@preact/signals";
import { IconButton } from "../../controls/button.tsx";
import { formatPercent, formatStep } from "../../numbers/format.ts";
import { Plate } from "../../plates/plate.tsx";
import { drawShareBars } from "../../plates/share-bars.ts";
import { CheckpointStep } from "../checkpoint-step.tsx";
import { usePage } from "../context.ts";
import { NOISE_WORDS, useNoise } from "../use-noise.ts";

/** The share of the data that each class has, where they are alike. */
function realInWords(real: Float64Array): string {
  const uneven = real.reduce((most, share) => Math.max(most, Math.abs(share * real.length - 1)), 0);
  if (uneven > 0.2) return "real";
  const each = formatPercent(1 / real.length, real.length > 100 ? 1 : 0);
  return `real, ${uneven > 0.01 ? "≈ " : ""}${each}`;
}

/** How often each of the data's classes is drawn; nothing where classes cannot be told. */
export function ClassBars() {
  const { model, images, showTable } = usePage();
  const found = images.shares.value.value;
  const names = images.classNames.value;
  const label = useComputed(() => {
    const held = images.shares.value.value;
    if (held === null) return "Share by class: none yet";
    const drawn = held.shares.filter(share => share > 0).length;
    const parts =
      held.shares.length > 12
        ? []
        : Array.from(held.shares, (share, i) => `${names[i] ?? i} ${formatPercent(share)}`);
    return [`${drawn} of ${held.shares.length} classes`, ...parts].join(", ");
  });
  const noise = useNoise(() => images.shares.value.value?.step ?? null);
  if (found === null) return null;
  if (found.unsure !== null)
    return (
      <div class="head">
        <h2>Share by class</h2>
        <span class="tiny" title={found.unsure}>
          {found.unsure}
        </span>
      </div>
    );
  if (names.length === 0) return null;
  const table = () => {
    showTable({
      title: `Classes at checkpoint ${formatStep(found.step)}`,
      columns: [
        { name: "class", digits: 0 },
        { name: "share, %", digits: 1 },
        { name: "share of the data, %", digits: 1 },
      ],
      rows: Array.from(found.shares, (share, i) => [names[i] ?? i, 100 * share, 100 * (found.real[i] ?? 0)]),
      note: `Of ${formatStep(found.samples)} samples, each of the class that it is told to be of.`,
    });
  };
  const real = realInWords(found.real);
  const drawn = found.shares.filter(share => share > 0).length;
  const note = noise.value
    ? NOISE_WORDS
    : found.shares.length > 20
      ? `${formatStep(drawn)} of ${formatStep(found.shares.length)} in ${formatStep(found.samples)} samples; dashed: ${real}`
      : `% of ${formatStep(found.samples)} samples; dashed: ${real}`;
  return (
    <>
      <div class="head">
        <h2>Share by class</h2>
        <span class="tiny" title={note}>
          {found.step === model.shown.value || noise.value ? (
            note
          ) : (
            <>
              <CheckpointStep step={found.step} />: {note}
            </>
          )}
        </span>
        <span class="tools">
          <IconButton icon="table" name="Share by class: data table" onPress={table} />
        </span>
      </div>
      <Plate
        class={`class-bars${noise.value ? " muted" : ""}`}
        role="img"
        aria-label={label}
        draw={surface => {
          const held = images.shares.value.value;
          if (held !== null)
            drawShareBars(surface, { shares: held.shares, real: held.real, names: images.classNames.value });
        }}
      />
    </>
  );
}
