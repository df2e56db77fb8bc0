import type { Signal } from "@preact/signals";
import type { KnobFacts } from "../../src/protocol/dashboard-state.ts";
import { Slider } from "../controls/slider.tsx";
import { formatKnob } from "../numbers/format.ts";
import { nudged, positionOf, valueAt } from "../numbers/knob-scale.ts";

interface KnobSliderProps {
  readonly knob: KnobFacts;
  readonly name: string;
  readonly look?: string;
  readonly value: number;
  /** The value under the thumb while it is moved; null while nothing is. */
  readonly draft: Signal<number | null>;
  readonly disabled: boolean;
  readonly onSend: (value: number) => void;
}

const ups = ["ArrowUp", "ArrowRight", "PageUp"];
const downs = ["ArrowDown", "ArrowLeft", "PageDown"];

/** A logarithmic slider. Dragging sends on release; arrow keys nudge by 10 % (with Shift ×10), Enter or leaving sends. */
export function KnobSlider({ knob, name, look, value, draft, disabled, onSend }: KnobSliderProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    const up = ups.includes(event.key);
    if (up || downs.includes(event.key)) {
      event.preventDefault();
      event.stopPropagation();
      draft.value = nudged(knob.slider, value, up, event.shiftKey || event.key.startsWith("Page"));
    } else if (event.key === "Enter" && draft.value !== null) onSend(draft.value);
    else if (event.key === "Escape" && draft.value !== null) {
      event.stopPropagation();
      draft.value = null;
    }
  };
  return (
    <span
      class="knob-slider"
      onFocusOut={() => {
        if (draft.value !== null) onSend(draft.value);
      }}
    >
      <Slider
        name={name}
        {...(look === undefined ? {} : { look })}
        position={positionOf(knob.slider, value)}
        text={value === 0 ? "0, off" : formatKnob(value)}
        disabled={disabled}
        onInput={position => {
          draft.value = valueAt(knob.slider, position);
        }}
        onChange={position => {
          onSend(valueAt(knob.slider, position));
        }}
        onKeyDown={onKeyDown}
      />
    </span>
  );
}
