import { useComputed, useSignal } from "@preact/signals";
import { Button, IconButton } from "../controls/button.tsx";
import { NumberBox } from "../controls/number-box.tsx";
import { Slider } from "../controls/slider.tsx";
import { formatStep } from "../numbers/format.ts";
import { atStop, pinAt } from "../numbers/step-bar.ts";
import { Plate } from "../plates/plate.tsx";
import { drawRail } from "../plates/rail.ts";
import { speeds } from "./arranged.ts";
import { StepOfMaps } from "./checkpoint-step.tsx";
import { usePage } from "./context.ts";
import { FramesDialog } from "./frames-dialog.tsx";
import { goTo, togglePlaying } from "./playing.ts";
import { behindWord, endWord, followWord } from "./run-words.ts";

/** The one step bar: samples, maps, interpolation, lenses and figures show its step. */
export function StepBar() {
  const { model } = usePage();
  const exporting = useSignal(false);
  const total = useComputed(() => model.state.value?.status.steps ?? 0).value;
  const none = useComputed(() => model.steps.value.sampled.length === 0).value;
  return (
    <footer class="transport" aria-label="Step">
      <div class="rail">
        <Rail />
        <StepSlider total={total} none={none} />
      </div>
      <div class="line">
        <IconButton
          icon="debug-reverse-continue"
          name="Previous change"
          hint="Shift+Left"
          refused={none ? "There are no samples yet" : null}
          onPress={() => {
            const shown = model.shown.value;
            if (shown !== null) goTo(model, atStop(model.steps.value, shown, false));
          }}
        />
        <Play none={none} />
        <Speed />
        <span class="where">
          Step
          <StepBox none={none} />
          of {formatStep(total)}
        </span>
        <StepOfMaps />
        <Follow />
        <span class="grow" />
        <span class="tiny keys" aria-hidden="true">
          <kbd>←</kbd> <kbd>→</kbd> next samples <kbd>Shift</kbd> to the next change <kbd>L</kbd> live{" "}
          <kbd>P</kbd> play
        </span>
        <Button
          icon="export"
          class="roomy"
          title="Save the steps as an animated GIF or as PNG pictures"
          refused={none ? "There are no samples yet" : null}
          onPress={() => {
            exporting.value = true;
          }}
        >
          Export frames
        </Button>
      </div>
      {exporting.value && (
        <FramesDialog
          onClose={() => {
            exporting.value = false;
          }}
        />
      )}
    </footer>
  );
}

function Rail() {
  const { model } = usePage();
  const checkpoints = model.slice("checkpoints");
  const status = model.slice("status");
  return (
    <Plate
      aria-hidden="true"
      draw={surface => {
        const now = status.value;
        if (now === null) return;
        drawRail(surface, {
          total: now.steps,
          newest: model.newestCalmly.value,
          shown: model.shown.value ?? 0,
          checkpoints: checkpoints.value ?? [],
          marks: model.marks.value,
          end: endWord(now.state),
        });
      }}
    />
  );
}

function StepSlider({ total, none }: { readonly total: number; readonly none: boolean }) {
  const { model } = usePage();
  const shown = model.shown.value ?? 0;
  const all = Math.max(1, total, model.newestCalmly.value);
  return (
    <Slider
      id="step-slider"
      look="step"
      name="Step shown by samples, interpolation and latent map"
      position={shown / all}
      text={`step ${formatStep(shown)} of ${formatStep(total)}`}
      // A place on a bar of no steps is none: what was kept of the last visit would be lost by it.
      disabled={none}
      onInput={position => {
        goTo(model, pinAt(model.steps.value, position * all));
      }}
      onKeyDown={event => {
        const ends = { Home: 0, End: Infinity }[event.key];
        if (ends !== undefined) goTo(model, pinAt(model.steps.value, ends));
        else return; // arrow keys are the page's own: one sampled step, not one part of the bar
        event.preventDefault();
      }}
    />
  );
}

function Play({ none }: { readonly none: boolean }) {
  const { model } = usePage();
  const playing = model.playing.value;
  return (
    <IconButton
      icon={playing ? "debug-pause" : "play"}
      name={playing ? "Stop playing" : "Play from here"}
      hint="P"
      refused={none ? "There are no samples yet" : null}
      onPress={() => {
        togglePlaying(model);
      }}
    />
  );
}

function Speed() {
  const { model } = usePage();
  return (
    <select
      class="box bare"
      aria-label="Speed"
      value={String(model.field("speed").value)}
      onChange={event => {
        model.arrange({ speed: Number(event.currentTarget.value) });
      }}
    >
      {speeds.map(speed => (
        <option key={speed} value={String(speed)}>
          {speed}×
        </option>
      ))}
    </select>
  );
}

function StepBox({ none }: { readonly none: boolean }) {
  const { model } = usePage();
  return (
    <NumberBox
      name="Step"
      value={model.shown.value ?? 0}
      whole
      disabled={none}
      onCommit={step => {
        goTo(model, pinAt(model.steps.value, step));
      }}
    />
  );
}

function Follow() {
  const { model } = usePage();
  const follows = useComputed(() => model.field("pin").value === null).value;
  const behind = useComputed(() => (model.steps.value.sampled.at(-1) ?? 0) - (model.shown.value ?? 0)).value;
  const state = useComputed(() => model.state.value?.status.state ?? "starting").value;
  return (
    <button
      type="button"
      class="button follow"
      aria-pressed={follows}
      title="Follow the newest step (L)"
      onClick={() => {
        goTo(model, follows ? model.shown.value : null);
      }}
    >
      <i class="swatch" />
      <span>{follows ? followWord(state) : behindWord(state, behind)}</span>
    </button>
  );
}
