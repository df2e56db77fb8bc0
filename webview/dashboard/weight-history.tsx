import { useRef } from "preact/hooks";
import type { KnobFacts } from "../../src/protocol/dashboard-state.ts";
import { useWidth } from "../controls/use-width.ts";
import { beyond } from "../numbers/knob-scale.ts";
import type { Change } from "./timeline.ts";
import { dotWords, historyScene } from "./weight-places.ts";

interface Props {
  readonly knob: KnobFacts;
  readonly changes: readonly Change[];
  readonly disabled: boolean;
  readonly onRestore: (value: number) => void;
}

/** The values the weight held, each a dot that restores it, joined in their order by arrows that say when. */
export function WeightHistory({ knob, changes, disabled, onRestore }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box).value;
  const { dots, moves, words } = historyScene(knob, changes, width);
  return (
    <div class="history" role="group" aria-label="Values the pairing weight held" ref={box}>
      {width > 0 && (
        <>
          {moves.map(({ step, from, to }) => (
            <span
              key={step}
              class={`move${to < from ? " back" : ""}`}
              style={{ left: `${Math.min(from, to)}px`, width: `${Math.abs(to - from)}px` }}
              aria-hidden="true"
            />
          ))}
          {words.map(({ text, left }) => (
            <span key={text} class="tiny word" style={{ left: `${left}px` }} aria-hidden="true">
              {text}
            </span>
          ))}
          {dots.map(dot => {
            const { value, isNow, x } = dot;
            return (
              <button
                key={value}
                type="button"
                class={`dot ${isNow ? "now" : ""} ${beyond(knob.slider, value) ?? ""}`}
                style={{ left: `${x}px` }}
                title={dotWords(dot)}
                aria-label={dotWords(dot)}
                aria-disabled={disabled || isNow}
                onClick={() => {
                  if (!disabled && !isNow) onRestore(value);
                }}
              />
            );
          })}
        </>
      )}
    </div>
  );
}
