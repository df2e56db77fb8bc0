import { useComputed, useSignal } from "@preact/signals";
import type { KnobFacts } from "../../src/protocol/dashboard-state.ts";
import { IconButton } from "../controls/button.tsx";
import { Icon } from "../controls/icon.tsx";
import { NumberBox } from "../controls/number-box.tsx";
import { formatKnob } from "../numbers/format.ts";
import { nudged } from "../numbers/knob-scale.ts";
import { usePage } from "./context.ts";
import { HeroKnob } from "./hero-knob.tsx";
import { KnobSlider } from "./knob-slider.tsx";
import { knobName, knobTitle, PACE, PAIRING_WEIGHT } from "./knob-names.ts";

/** Every number that can change while the run trains: the pairing weight in full, the others small. */
export function Knobs() {
  const { model } = usePage();
  const knobs = useComputed(() => model.state.value?.knobs).value;
  if (knobs === undefined) return <div class="knobs skeleton" aria-hidden="true" />;
  const hero = knobs.find(({ key }) => key === PAIRING_WEIGHT);
  const others = knobs.filter(({ key }) => key !== PAIRING_WEIGHT && key !== PACE);
  const resting = others.filter(knob => knob.resting);
  const all = model.field("allKnobs").value;
  return (
    <section class="knobs" aria-label="Knobs">
      {hero !== undefined && <HeroKnob knob={hero} />}
      {others
        .filter(knob => all || !knob.resting)
        .map(knob => (
          <SmallKnob key={knob.key} knob={knob} />
        ))}
      {resting.length > 0 && <More knobs={resting} isOpen={all} />}
    </section>
  );
}

/** Folds and unfolds the knobs of what the run never had. */
function More({ knobs, isOpen }: { readonly knobs: readonly KnobFacts[]; readonly isOpen: boolean }) {
  const { model } = usePage();
  const names = knobs.map(knob => knobName(knob).name).join(", ");
  return (
    <button
      type="button"
      class="more"
      aria-expanded={isOpen}
      title={isOpen ? `Hide what is 0 all along: ${names}` : `0 all along: ${names}`}
      onClick={() => {
        model.arrange({ allKnobs: !isOpen });
      }}
    >
      <Icon name="chevron-down" />
      {isOpen ? "less" : `${knobs.length} more`}
    </button>
  );
}

/** A number box over a thin slider. What is refused is taken back, and the reason stands below. */
function SmallKnob({ knob }: { readonly knob: KnobFacts }) {
  const { model } = usePage();
  const dragged = useSignal<number | null>(null);
  const refusedNow = useComputed(() => model.state.value?.actions.setKnob ?? null).value;
  const request = model.knobs.of(knob.key);
  const value = dragged.value ?? model.knobs.shownValue(knob);
  const send = (wanted: number) => {
    dragged.value = null;
    if (wanted !== knob.value) void model.knobs.set(knob, wanted);
  };
  const { name, symbol } = knobName(knob);
  const id = `knob-${knob.key}`;
  const hint = refusedNow ?? knob.description;
  return (
    <div class={`knob${value === 0 ? " off" : ""}`} title={hint}>
      <label for={id}>
        <span>{name}</span> {symbol}
      </label>
      <NumberBox
        id={id}
        value={value}
        disabled={refusedNow !== null}
        invalid={request?.is === "refused"}
        nudge={(from, up, coarse) => nudged(knob.slider, from, up, coarse)}
        onCommit={send}
      />
      <KnobSlider
        knob={knob}
        name={knobTitle(knob)}
        value={value}
        draft={dragged}
        disabled={refusedNow !== null}
        onSend={send}
      />
      {request?.is === "refused" && (
        <p class="refusal" role="alert">
          {formatKnob(request.value)} was refused: {request.reason}
          <IconButton
            icon="close"
            name="Dismiss"
            onPress={() => {
              document.getElementById(id)?.focus(); // the button goes away: the focus must not
              model.knobs.forget(knob.key);
            }}
          />
        </p>
      )}
    </div>
  );
}
