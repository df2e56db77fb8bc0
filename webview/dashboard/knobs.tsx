import { useComputed } from "@preact/signals";
import type { KnobFacts } from "../../src/protocol/dashboard-state.ts";
import { Icon } from "../controls/icon.tsx";
import { DraftBox } from "../controls/number-box.tsx";
import { nudged } from "../numbers/knob-scale.ts";
import { usePage } from "./context.ts";
import { KnobTrouble, whenKnobIsLeft } from "./drafted-knob.tsx";
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
  const refusedNow = useComputed(() => model.state.value?.actions.setKnob ?? null).value;
  const draft = model.knobs.draftOf(knob);
  const stopped = draft.now.value?.stopped ?? null;
  const { name, symbol } = knobName(knob);
  const id = `knob-${knob.key}`;
  const hint = refusedNow ?? knob.description;
  return (
    <div class={`knob${draft.shown === 0 ? " off" : ""}`} title={hint} onFocusOut={whenKnobIsLeft(draft)}>
      <label for={id}>
        <span>{name}</span> {symbol}
      </label>
      <DraftBox
        id={id}
        value={draft.of.value}
        draft={draft}
        disabled={refusedNow !== null}
        invalid={stopped !== null || model.knobs.of(knob.key)?.is === "refused"}
        nudge={(from, up, coarse) => nudged(knob.slider, from, up, coarse)}
      />
      <KnobSlider
        knob={knob}
        name={knobTitle(knob)}
        value={draft.shown}
        draft={draft}
        disabled={refusedNow !== null}
      />
      <KnobTrouble knob={knob} draft={draft} boxId={id} />
    </div>
  );
}
