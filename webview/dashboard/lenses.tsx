import { useComputed } from "@preact/signals";
import type { ModeFacts } from "../../src/protocol/dashboard.ts";
import { formatPercent } from "../numbers/format.ts";
import { drawLens } from "../plates/lens.ts";
import { Plate } from "../plates/plate.tsx";
import { usePage } from "./context.ts";

/** The most modes that get a lens; of more, the ones with the fewest samples for their weight. */
const MOST_LENSES = 32;
/** Up to this many lenses stand four in a row, more stand eight. */
const FEW = 8;

/** Each mode from close by, with its share of the samples. */
export function Lenses({ modes }: { readonly modes: ModeFacts }) {
  const { pictures } = usePage();
  const chosen = useComputed(() => {
    const all = Array.from({ length: modes.count }, (_, mode) => mode);
    const shares = pictures.shares.value;
    if (modes.count <= MOST_LENSES) return all;
    const filled = (mode: number) => (shares?.[mode] ?? 0) / (modes.weights[mode] ?? 1);
    return all.sort((a, b) => filled(a) - filled(b)).slice(0, MOST_LENSES);
  }).value;
  const note =
    modes.count > MOST_LENSES
      ? `the ${MOST_LENSES} emptiest of ${modes.count} modes`
      : "circles at 1σ and 3σ · % of samples within 3σ";
  return (
    <>
      <div class="head">
        <h2>Inside each mode</h2>
        <span class="tiny">{note}</span>
      </div>
      <ul class={`lenses${chosen.length > FEW ? " many" : ""}`}>
        {chosen.map(mode => (
          <Lens key={mode} mode={mode} modes={modes} />
        ))}
      </ul>
    </>
  );
}

function Lens({ mode, modes }: { readonly mode: number; readonly modes: ModeFacts }) {
  const { model, pictures } = usePage();
  const layers = model.field("layers");
  const share = useComputed(() => pictures.shares.value?.[mode] ?? 0);
  const even = formatPercent(modes.weights[mode] ?? 1 / modes.count);
  const title = `Mode ${mode + 1}: ${formatPercent(share.value)} of samples within 3σ; ${even} would be right`;
  return (
    <li class={`lens${share.value === 0 ? " empty-mode" : ""}`} title={title}>
      <Plate
        role="img"
        aria-label={title}
        draw={surface => {
          drawLens(surface, {
            mode,
            modes,
            axes: pictures.axes.value,
            real: layers.value.real ? (pictures.real.value.value?.samples ?? null) : null,
            samples: pictures.samples.value.value?.samples ?? null,
          });
        }}
      />
      <span aria-hidden="true">
        <b>{mode + 1}</b>
        <i class="tiny">{share.value === 0 ? "0" : (100 * share.value).toFixed(1)}</i>
      </span>
    </li>
  );
}
