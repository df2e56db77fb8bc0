import type { ImageStack, NearestReal } from "../../../src/protocol/image-views.ts";
import { Toggle } from "../../controls/button.tsx";
import { formatKnob, formatStep, formatValue } from "../../numbers/format.ts";
import { drawOneImage } from "../../plates/one-image.ts";
import { Plate } from "../../plates/plate.tsx";
import { usePage } from "../context.ts";
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
  return `checkpoint ${formatStep(step)}${real}`;
}

const ends = { A: "from", B: "to", C: "third" } as const;

/** The picked sample from close by, what its latent's neighbours give, and the real images that are nearest to it. */
export function Picked() {
  const { model, images } = usePage();
  const picked = images.picked.value;
  const around = images.neighbours.value.value;
  const nearest = images.nearest.value.value;
  const chosen = images.ends.value;
  /** From the checkpoint once it is rendered; before the first one, as it was recorded. */
  const own = () => {
    const [rendered, recorded] = [images.neighbours.value.value, images.samples.value.value];
    const index = images.picked.value;
    if (rendered?.probe === index) return [rendered.images, 0] as const;
    return recorded === null ? null : ([recorded.images, index] as const);
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
  const mean =
    around === null
      ? null
      : around.distances.reduce((sum, value) => sum + value, 0) / Math.max(1, around.distances.length);
  return (
    <>
      <div class="head">
        <h2>Probe #{picked}</h2>
        <span class={`tiny${problem === null ? "" : " problem"}`} title={problem ?? undefined}>
          {problem ?? (around === null ? "waiting for the first checkpoint" : factsOf(around.step, nearest))}
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
            title="Latents one step of the pairing noise away; the figure is the mean root mean square difference of pixels, 1 from black to white"
          >
            neighbours at σ {formatKnob(around?.noise ?? images.noise.value)}, moved {formatValue(mean)}
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
