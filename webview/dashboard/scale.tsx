import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { KnobScale } from "../../src/protocol/knob-range.ts";
import { formatKnob } from "../numbers/format.ts";
import { scaleMarks } from "../numbers/knob-scale.ts";
import { placeLabels } from "../numbers/scale-labels.ts";

/** Half a thumb of a slider that has a scale. */
const INSET = 8;
/** A digit of the labels is no wider, in pixels; nothing needs their font for that. */
const DIGIT = 6.5;

/** Where a position from 0 to 1 of such a slider is. */
export const at = (position: number) => ({
  left: `calc(${INSET}px + (100% - ${2 * INSET}px) * ${position.toFixed(4)})`,
});

/** The marks under a slider, and as many of their numbers as there is room for. */
export function Scale({ scale }: { readonly scale: KnobScale }) {
  const box = useRef<HTMLDivElement>(null);
  const width = useSignal(0);
  useLayoutEffect(() => {
    const { current } = box;
    if (current === null) return undefined;
    const look = () => {
      width.value = current.clientWidth;
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(current);
    return () => {
      observer.disconnect();
    };
  }, []);
  const marks = scaleMarks(scale);
  const labels = marks
    .filter(({ major }) => major)
    .map(({ value, position }) => ({
      text: formatKnob(value),
      at: INSET + (width.value - 2 * INSET) * position,
    }));
  return (
    <div class="scale" aria-hidden="true" ref={box}>
      {marks.map(({ value, position, major }) => (
        <i key={value} class={major ? "major" : ""} style={at(position)} />
      ))}
      {width.value > 0 &&
        placeLabels(labels, width.value, text => DIGIT * text.length).map(({ text, left }) => (
          <b key={text} style={{ left: `${left}px`, width: `${DIGIT * text.length}px` }}>
            {text}
          </b>
        ))}
    </div>
  );
}
