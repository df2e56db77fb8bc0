import { useComputed } from "@preact/signals";
import { Icon } from "../controls/icon.tsx";
import { usePage } from "./context.ts";
import { knobTitle, PAIRING_WEIGHT } from "./knob-names.ts";

/** What kind of failure the measures show, with the figures and what usually helps. Silent when they show none. */
export function Diagnosis() {
  const { model } = usePage();
  const findings = useComputed(() => model.state.value?.findings ?? []).value;
  if (findings.length === 0) return null;
  return (
    <>
      <div class="head">
        <h2>Diagnosis</h2>
        <span class="tiny">shown by the last two evaluations</span>
      </div>
      <ul class="findings" aria-label="Diagnosis">
        {findings.map(({ name, title, shown, advice, knob, source }) => (
          <li key={name} title={source}>
            <Icon name="info" />
            <p>
              <b>{title}:</b> {shown}. {advice !== "" && <span class="advice">{advice}</span>}
              {knob !== null && <KnobLink knob={knob} />}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Leads to the knob that the advice speaks of. */
function KnobLink({ knob }: { readonly knob: string }) {
  const { model } = usePage();
  const facts = model.state.value?.knobs.find(({ key }) => key === knob);
  if (facts === undefined) return null;
  return (
    <button
      type="button"
      class="line-action"
      onClick={() => {
        const focus = () => {
          document.getElementById(knob === PAIRING_WEIGHT ? "pairing-weight" : `knob-${knob}`)?.focus();
        };
        if (!facts.resting || model.field("allKnobs").value) {
          focus();
          return;
        }
        // It is folded up: the next frame has it.
        model.arrange({ allKnobs: true });
        requestAnimationFrame(focus);
      }}
    >
      {knobTitle(facts)}
    </button>
  );
}
