import type { ImageStack, NearestReal, Neighbourhood } from "../../../src/protocol/image-views.ts";
import { Toggle } from "../../controls/toggle.tsx";
import { formatKnob, formatStep, formatValue } from "../../numbers/format.ts";
import { drawOneImage } from "../../plates/one-image.ts";
import { Plate } from "../../plates/plate.tsx";
import { usePage } from "../context.ts";
import { waitingWords } from "../run-words.ts";
import { NEAREST, NEIGHBOURS } from "./image-views.ts";

interface OneProps {
  /** Reads the signals of what it shows; the same for as long as the plate stands. */
  readonly source: () => readonly [stack: ImageStack, index: number] | null;
  readonly label: string;
}

function One({ source, label }: OneProps) {
  return (
    <Plate
      role="img"
      aria-label={label}
      title={label}
      draw={surface => {
        const held = source();
        if (held !== null) drawOneImage(surface, ...held);
      }}
    />
  );
}

function factsOf(step: number, nearest: NearestReal | null): string {
  const real = nearest === null ? "" : `, nearest real ${formatValue(nearest.distances[0])} away`;
  return `step ${formatStep(step)}${real}`;
}

/** How far neighbours are; with their step where they are of a checkpoint from before the sample. */
function aroundInWords({ step, noise, distances }: Neighbourhood, shown: number): string {
  const mean = distances.reduce((sum, value) => sum + value, 0) / Math.max(1, distances.length);
  const where = step === shown ? `at σ ${formatKnob(noise)}` : `at ${formatStep(step)}`;
  return `neighbours ${where}, moved ${formatValue(mean)}`;
}

const ends = { A: "from", B: "to", C: "third" } as const;

/** The picked sample from close by, what its latent's neighbours give, and the real images that are nearest to it. */
export function Picked() {
  const { model, images } = usePage();
  const picked = images.picked.value;
  const around = images.neighbours.value.value;
  const nearest = images.nearest.value.value;
  const chosen = images.ends.value;
  const sample = images.samples.value.value;
  /** As the grid shows it: the checkpoint that neighbours come from may be older. */
  const own = () => {
    const recorded = images.samples.value.value;
    return recorded === null ? null : ([recorded.images, images.picked.value] as const);
  };
  const neighbour = (i: number) => () => {
    const held = images.neighbours.value.value;
    return held === null ? null : ([held.images, 1 + i] as const);
  };
  const real = (i: number) => () => {
    const held = images.nearest.value.value;
    return held === null ? null : ([held.images, i] as const);
  };
  const problem = images.neighbours.problem.value;
  return (
    <>
      <div class="head">
        <h2>Probe #{picked}</h2>
        <span class={`tiny${problem === null ? "" : " problem"}`} title={problem ?? undefined}>
          {problem ?? (sample === null ? "" : factsOf(sample.step, nearest))}
        </span>
        <span class="tools">
          {(["A", "B", "C"] as const).map(letter => (
            <Toggle
              key={letter}
              pressed={chosen[ends[letter]] === picked}
              title={
                letter === "C"
                  ? "Third latent of the map's plane"
                  : `${letter === "A" ? "Begin" : "End"} of the path`
              }
              onChange={() => {
                model.arrange({ [ends[letter]]: picked });
              }}
            >
              {letter}
            </Toggle>
          ))}
        </span>
      </div>
      <div class="picked">
        <figure>
          <One source={own} label={`Sample of probe latent ${picked}`} />
          <figcaption class="tiny">sample</figcaption>
        </figure>
        <figure class={around === null ? "waits" : ""}>
          <div class="neighbours">
            {Array.from({ length: NEIGHBOURS }, (_, i) => (
              <One
                key={i}
                source={neighbour(i)}
                label={`Neighbour ${i + 1}: ${formatValue(around?.distances[i] ?? null)} away`}
              />
            ))}
          </div>
          <figcaption
            class="tiny"
            title={`Images of the checkpoint for latents one step of the pairing noise (σ ${formatKnob(around?.noise ?? images.noise.value)}) away. The figure is how far they are from the probe's own image there: the mean root mean square difference of pixels, 1 from black to white`}
          >
            {around === null
              ? waitingWords(images.checkpoint.value, model.trainer)
              : aroundInWords(around, sample?.step ?? around.step)}
          </figcaption>
        </figure>
        <figure class={nearest === null ? "waits" : ""}>
          <div class="nearest">
            {Array.from({ length: NEAREST }, (_, i) => (
              <One
                key={i}
                source={real(i)}
                label={`Nearest real image ${i + 1}: ${formatValue(nearest?.distances[i] ?? null)} away`}
              />
            ))}
          </div>
          <figcaption
            class={`tiny${images.nearest.problem.value === null ? "" : " problem"}`}
            title={
              images.nearest.problem.value ??
              `The nearest of ${formatStep(nearest?.searched ?? 0)} training images, in pixels: 0 would be a copy`
            }
          >
            {images.nearest.problem.value ?? "nearest real"}
          </figcaption>
        </figure>
      </div>
    </>
  );
}
