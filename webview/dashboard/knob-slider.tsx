import type { KnobFacts } from "../../src/protocol/dashboard-state.ts";
import type { NumberDraft } from "../controls/number-draft.ts";
import { Slider } from "../controls/slider.tsx";
import { formatKnob } from "../numbers/format.ts";
import { beyond, nudged, positionOf, valueAt } from "../numbers/knob-scale.ts";

interface KnobSliderProps {
  readonly knob: KnobFacts;
  readonly name: string;
  readonly look?: string;
  /** Where its thumb is: what is drafted, else what holds. */
  readonly value: number;
  readonly draft: NumberDraft;
  readonly disabled: boolean;
}

const ups = ["ArrowUp", "ArrowRight", "PageUp"];
const downs = ["ArrowDown", "ArrowLeft", "PageDown"];

/** A logarithmic slider over a knob's draft: letting go applies, arrow keys nudge by 10 % (with Shift ×10). */
export function KnobSlider({ knob, name, look = "thin", value, draft, disabled }: KnobSliderProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    const up = ups.includes(event.key);
    if (up || downs.includes(event.key)) {
      event.preventDefault();
      event.stopPropagation();
      draft.nudge(nudged(knob.slider, value, up, event.shiftKey || event.key.startsWith("Page")));
    } else if (event.key === "Enter") draft.apply();
    else if (event.key === "Escape" && draft.drop()) event.stopPropagation();
  };
  const side = beyond(knob.slider, value);
  return (
    <span class="knob-slider">
      <Slider
        name={name}
        look={`${look}${draft.now.value === null ? "" : " staged"} ${side ?? ""}`}
        position={positionOf(knob.slider, value)}
        text={
          value === 0
            ? "0, off"
            : `${formatKnob(value)}${side === null ? "" : `, ${side} the slider's range`}`
        }
        disabled={disabled}
        onInput={position => {
          draft.drag(valueAt(knob.slider, position));
        }}
        onChange={position => {
          draft.drag(valueAt(knob.slider, position));
          draft.apply();
        }}
        onKeyDown={onKeyDown}
      />
    </span>
  );
}
