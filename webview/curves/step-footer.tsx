import { Button, IconButton } from "../controls/button.tsx";
import { NumberBox } from "../controls/number-box.tsx";
import { Slider } from "../controls/slider.tsx";
import { formatStep } from "../numbers/format.ts";
import type { CurvesModel } from "./model.ts";

/** The step of pictures and readouts; not there where there are none. */
export function StepFooter({ model }: { readonly model: CurvesModel }) {
  const { sampled } = model.steps.value;
  const last = sampled.at(-1);
  const shown = model.timeline.shown.value;
  if (last === undefined || shown === null) return null;
  const follows = model.field("pin").value === null;
  return (
    <footer class="linkbar" aria-label="Step of the pictures">
      <IconButton
        icon="debug-reverse-continue"
        name="Previous pictures"
        hint="Left"
        refused={shown === sampled[0] ? "These are the first pictures" : null}
        onPress={() => {
          model.goOn(false);
        }}
      />
      <Slider
        id="step-slider"
        look="step"
        name="Step of the pictures"
        position={last === 0 ? 1 : shown / last}
        text={`step ${formatStep(shown)} of ${formatStep(last)}`}
        onInput={position => {
          model.goTo(position * last);
        }}
        onKeyDown={event => {
          const forward = { ArrowLeft: false, ArrowRight: true }[event.key];
          if (forward === undefined) return;
          model.goOn(forward);
          event.preventDefault();
        }}
      />
      <IconButton
        icon="debug-continue"
        name="Next pictures"
        hint="Right"
        refused={shown === last ? "This is the newest step" : null}
        onPress={() => {
          model.goOn(true);
        }}
      />
      <span class="where">
        Step
        <NumberBox
          name="Step"
          value={shown}
          whole
          onCommit={step => {
            model.goTo(step);
          }}
        />
        of {formatStep(last)}
      </span>
      <Button
        title="Follow the newest step (L)"
        refused={follows ? "The newest step is followed" : null}
        onPress={() => {
          model.arrange({ pin: null });
        }}
      >
        {follows ? "Newest" : "Go to the newest"}
      </Button>
    </footer>
  );
}
