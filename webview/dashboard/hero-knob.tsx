import { useComputed } from "@preact/signals";
import type { KnobFacts } from "../../src/protocol/dashboard-state.ts";
import { IconButton } from "../controls/button.tsx";
import { DraftBox } from "../controls/number-box.tsx";
import type { Draft } from "../controls/number-draft.ts";
import { formatKnob, formatStep } from "../numbers/format.ts";
import { nudged, positionOf } from "../numbers/knob-scale.ts";
import { usePage } from "./context.ts";
import { KnobTrouble, whenKnobIsLeft } from "./drafted-knob.tsx";
import type { KnobRequest } from "./knob-requests.ts";
import { KnobSlider } from "./knob-slider.tsx";
import { at, Scale } from "./scale.tsx";
import { changesOf, type Change } from "./timeline.ts";

const BOX = "pairing-weight";

/** The pairing weight: a logarithmic slider with 0, its box, undo, and the values it held, each a dot that restores it. */
export function HeroKnob({ knob }: { readonly knob: KnobFacts }) {
  const { model } = usePage();
  const refusedNow = useComputed(() => model.state.value?.actions.setKnob ?? null).value;
  const disabled = refusedNow !== null;
  const draft = model.knobs.draftOf(knob);
  const staged = draft.now.value;
  const changes = changesOf(knob);
  const request = model.knobs.of(knob.key);
  const back = model.knobs.undoTarget(knob);
  const undo = () => {
    if (!disabled) model.knobs.undo(knob);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      event.preventDefault();
      event.stopPropagation();
      undo();
    }
  };
  return (
    <div
      class="hero"
      onKeyDown={onKeyDown}
      onFocusOut={whenKnobIsLeft(draft)}
      title={refusedNow ?? undefined}
    >
      <label class="hero-name" for={BOX}>
        Pairing weight
      </label>
      <div class="hero-slider">
        <KnobSlider
          knob={knob}
          look={draft.shown === 0 ? "zero" : "weight"}
          name="Pairing weight, logarithmic with zero at the left end"
          value={draft.shown}
          draft={draft}
          disabled={disabled}
        />
        <Scale scale={knob.slider} />
        <History
          knob={knob}
          changes={changes}
          disabled={disabled}
          onRestore={value => void model.knobs.set(knob, value)}
        />
      </div>
      <div class="hero-box">
        <DraftBox
          id={BOX}
          value={draft.of.value}
          draft={draft}
          disabled={disabled}
          describedBy="pairing-weight-note"
          invalid={request?.is === "refused" || (staged !== null && staged.stopped !== null)}
          nudge={(from, up, coarse) => nudged(knob.slider, from, up, coarse)}
        />
        <IconButton
          icon="discard"
          name={undoWords(staged, back)}
          hint="Ctrl+Z"
          refused={
            disabled
              ? refusedNow
              : staged === null && back === null
                ? "The weight is as in the experiment"
                : null
          }
          onPress={undo}
        />
        <span class={`tiny note${staged === null ? "" : " staged"}`} id="pairing-weight-note">
          {noteWords(staged, request, changes.at(-1))}
        </span>
        <KnobTrouble knob={knob} draft={draft} boxId={BOX} />
      </div>
    </div>
  );
}

function undoWords(staged: Draft | null, back: number | null): string {
  if (staged !== null) return `Undo: drop ${staged.text}`;
  return back === null ? "Undo" : `Undo: back to ${formatKnob(back)}`;
}

const whenApplied: Readonly<Record<Draft["by"], string>> = {
  typing: "Enter applies",
  dragging: "let go to apply",
  keys: "applies in a moment",
};

/** What is staged, what is on its way, or what became of the last change. */
function noteWords(staged: Draft | null, request: KnobRequest | null, last: Change | undefined): string {
  if (staged !== null) return staged.stopped === null ? whenApplied[staged.by] : "not applied";
  if (request?.is === "sending") return `asking for ${formatKnob(request.value)} …`;
  return last === undefined ? "unchanged" : `was ${formatKnob(last.from)} until ${formatStep(last.step)}`;
}

/** The most values that are shown; the journal has them all. */
const MOST_DOTS = 12;

interface HistoryProps {
  readonly knob: KnobFacts;
  readonly changes: readonly Change[];
  readonly disabled: boolean;
  readonly onRestore: (value: number) => void;
}

/** The values the weight held, joined in their order by arrows that say when. */
function History({ knob, changes, disabled, onRestore }: HistoryProps) {
  const recent = changes.slice(-(MOST_DOTS - 1));
  const first = recent[0];
  const held =
    first === undefined
      ? [{ value: knob.value, since: null }]
      : [{ value: first.from, since: null }, ...recent.map(({ to, step }) => ({ value: to, since: step }))];
  const few = recent.length <= 3;
  return (
    <div class="history" role="group" aria-label="Values the pairing weight held">
      {recent.map(({ step, from, to }) => (
        <Move
          key={step}
          from={positionOf(knob.slider, from)}
          to={positionOf(knob.slider, to)}
          step={few ? step : null}
        />
      ))}
      {held.map(({ value, since }, index) => {
        const current = index === held.length - 1;
        const when = since === null ? "from the start" : `from step ${formatStep(since)}`;
        return (
          <button
            key={index}
            type="button"
            class={`dot${current ? " now" : ""}`}
            style={at(positionOf(knob.slider, value))}
            title={
              current ? `Now ${formatKnob(value)}, ${when}` : `Restore ${formatKnob(value)}, held ${when}`
            }
            aria-label={
              current ? `Now ${formatKnob(value)}, ${when}` : `Restore ${formatKnob(value)}, held ${when}`
            }
            aria-disabled={disabled || current}
            onClick={() => {
              if (!disabled && !current) onRestore(value);
            }}
          />
        );
      })}
      {recent.length > 0 && (
        <span
          class="tiny now-word"
          style={at(positionOf(knob.slider, held.at(-1)?.value ?? 0))}
          aria-hidden="true"
        >
          now
        </span>
      )}
    </div>
  );
}

function Move({
  from,
  to,
  step,
}: {
  readonly from: number;
  readonly to: number;
  readonly step: number | null;
}) {
  const [left, right] = [Math.min(from, to), Math.max(from, to)];
  const style = { ...at(left), "--span": (right - left).toFixed(4) };
  return (
    <span class={`move${to < from ? " back" : ""}`} style={style} aria-hidden="true">
      {step !== null && right - left > 0.2 && <b class="tiny">step {formatStep(step)}</b>}
    </span>
  );
}
