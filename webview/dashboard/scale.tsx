import { useRef } from "preact/hooks";
import type { KnobScale } from "../../src/protocol/knob-range.ts";
import { useWidth } from "../controls/use-width.ts";
import { formatKnob } from "../numbers/format.ts";
import { scaleMarks } from "../numbers/knob-scale.ts";
import { placeLabels } from "../numbers/scale-labels.ts";
import { wordWidth, xOf } from "./scale-places.ts";

/** The marks under a slider, and as many of their numbers as there is room for. */
export function Scale({ scale }: { readonly scale: KnobScale }) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box).value;
  const marks = scaleMarks(scale);
  const labels = marks
    .filter(({ major }) => major)
    .map(({ value, position }) => ({
      text: formatKnob(value),
      at: xOf(position, width),
    }));
  return (
    <div class="scale" aria-hidden="true" ref={box}>
      {marks.map(({ value, position, major }) => (
        <i key={value} class={major ? "major" : ""} style={{ left: `${xOf(position, width)}px` }} />
      ))}
      {width > 0 &&
        placeLabels(labels, width, wordWidth).map(({ text, left }) => (
          <b key={text} style={{ left: `${left}px`, width: `${wordWidth(text)}px` }}>
            {text}
          </b>
        ))}
    </div>
  );
}
