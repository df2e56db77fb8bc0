import { useComputed, useSignal } from "@preact/signals";
import type { KnobFacts } from "../../src/protocol/dashboard-state.ts";
import { IconButton } from "../controls/button.tsx";
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
  return (
    <section class="knobs" aria-label="Knobs">
      {hero !== undefined && <HeroKnob knob={hero} />}
      {others.map(knob => (
        <SmallKnob key={knob.key} knob={knob} />
      ))}
    </section>
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
