import { useComputed } from "@preact/signals";
import type { ModeFacts } from "../../src/protocol/dashboard.ts";
import { formatPercent } from "../numbers/format.ts";
import { extentOf } from "../numbers/modes.ts";
import { rowsOfPart, type Parts } from "../numbers/parts.ts";
import { drawClassLens, drawLens } from "../plates/lens.ts";
import { Plate } from "../plates/plate.tsx";
import type { Surface } from "../plates/surface.ts";
import { usePage } from "./context.ts";
import { NOISE_WORDS, useNoise } from "./use-noise.ts";

/** The most modes that get a lens; of more, the ones with the fewest samples for their weight. */
const MOST_LENSES = 32;
/** Up to this many lenses stand four in a row, more stand eight. */
const FEW = 8;

/** Each mode or class from close by, with its share of the samples; why there are none where classes cannot be told. */
export function Lenses() {
  const { pictures } = usePage();
  const [parts, modes] = [pictures.parts.value, pictures.modes.value];
  const unsure = pictures.classes.value?.unsure ?? null;
  if (parts === null) return unsure === null ? null : <Head title="Inside each class" note={unsure} />;
  return modes === null ? <ClassLenses parts={parts} /> : <ModeLenses parts={parts} modes={modes} />;
}

function Head({ title, note }: { readonly title: string; readonly note: string }) {
  return (
    <div class="head">
      <h2>{title}</h2>
      <span class="tiny" title={note}>
        {note}
      </span>
    </div>
  );
}

/** The parts that get a lens. */
function useChosen(parts: Parts): readonly number[] {
  const { pictures } = usePage();
  return useComputed(() => {
    const all = Array.from({ length: parts.count }, (_, part) => part);
    const shares = pictures.shares.value;
    if (parts.count <= MOST_LENSES) return all;
    const filled = (part: number) => (shares?.[part] ?? 0) / (parts.weights[part] ?? 1);
    return all.sort((a, b) => filled(a) - filled(b)).slice(0, MOST_LENSES);
  }).value;
}

const rowOf = (chosen: readonly number[]) => `lenses${chosen.length > FEW ? " many" : ""}`;

function ModeLenses({ parts, modes }: { readonly parts: Parts; readonly modes: ModeFacts }) {
  const { model, pictures } = usePage();
  const layers = model.field("layers");
  const chosen = useChosen(parts);
  const note =
    parts.count > MOST_LENSES
      ? `the ${MOST_LENSES} emptiest of ${parts.count} modes · % of samples within 3σ`
      : "circles at 1σ and 3σ · % of samples within 3σ";
  return (
    <>
      <Head title="Inside each mode" note={note} />
      <ul class={rowOf(chosen)}>
        {chosen.map(mode => (
          <Lens
            key={mode}
            part={mode}
            parts={parts}
            what="of samples within 3σ"
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
        ))}
      </ul>
    </>
  );
}

function ClassLenses({ parts }: { readonly parts: Parts }) {
  const { pictures } = usePage();
  const chosen = useChosen(parts);
  const noise = useNoise(() => pictures.samples.value.value?.step ?? null);
  const words =
    parts.count > MOST_LENSES
      ? `the ${MOST_LENSES} emptiest of ${parts.count} classes · % of samples`
      : "% of samples of the class, by the nearest real one that was trained on";
  return (
    <>
      <Head title="Inside each class" note={noise.value ? NOISE_WORDS : words} />
      <ul class={`${rowOf(chosen)}${noise.value ? " muted" : ""}`}>
        {chosen.map(label => (
          <ClassLens key={label} label={label} parts={parts} />
        ))}
      </ul>
    </>
  );
}

function ClassLens({ label, parts }: { readonly label: number; readonly parts: Parts }) {
  const { model, pictures } = usePage();
  const layers = model.field("layers");
  const real = useComputed(() => {
    const [scene, classes] = [pictures.real.value.value, pictures.classes.value];
    return scene === null || classes === null ? null : rowsOfPart(scene.samples, classes.of, label);
  });
  const draw = (surface: Surface) => {
    const [own, samples] = [real.value, pictures.samples.value.value?.samples];
    const [of, axes] = [pictures.shownClasses.value, pictures.axes.value];
    drawClassLens(surface, {
      extent: own === null || own.rows === 0 ? pictures.extent.value : extentOf(own, ...axes),
      axes,
      real: layers.value.real ? own : null,
      samples: samples === undefined || of === null ? null : rowsOfPart(samples, of, label),
    });
  };
  return <Lens part={label} parts={parts} what="of samples" draw={draw} />;
}

interface LensProps {
  readonly part: number;
  readonly parts: Parts;
  /** What the share is a share of. */
  readonly what: string;
  readonly draw: (surface: Surface) => void;
}

function Lens({ part, parts, what, draw }: LensProps) {
  const { pictures } = usePage();
  const share = useComputed(() => pictures.shares.value?.[part] ?? null).value;
  const [name, right] = [parts.nameOf(part), formatPercent(parts.weights[part] ?? 1 / parts.count)];
  const word = parts.kind === "mode" ? "Mode" : "Class";
  const title = `${word} ${name}: ${share === null ? "no samples yet" : `${formatPercent(share)} ${what}; ${right} would be right`}`;
  return (
    <li class={`lens${share === 0 ? " empty-mode" : ""}`} title={title}>
      <Plate role="img" aria-label={title} draw={draw} />
      <span aria-hidden="true">
        <b>{name}</b>
        <i class="tiny">{share === null ? "" : share === 0 ? "0" : (100 * share).toFixed(1)}</i>
      </span>
    </li>
  );
}
