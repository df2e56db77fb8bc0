import { useComputed, useSignal, type ReadonlySignal } from "@preact/signals";
import type { SharedImages, SharedPicture, SharedRun } from "../../src/protocol/shared-page.ts";
import { formatStep } from "../numbers/format.ts";
import { lowerBound } from "../numbers/search.ts";
import { namesOf } from "./names.ts";
import { newestAt } from "./newest-at.ts";
import { PointSamples } from "./point-samples.tsx";
import { RunMark } from "./run-mark.tsx";
import { Scrub } from "./scrub.tsx";
import type { ShownStep } from "./shown-step.ts";

const PLACES_ON_PATH = 97;

interface Props {
  readonly runs: readonly SharedRun[];
  readonly timeline: ShownStep;
}

/** The samples at one step of every run, which a slider moves, and the way between two latents. */
export function Samples({ runs, timeline }: Props) {
  const { steps, shown } = timeline;
  const t = useSignal(0);
  const names = namesOf(runs);
  if (steps.length === 0)
    return (
      <section aria-label="Samples">
        <h2>Samples</h2>
        <p class="quiet">There are none.</p>
      </section>
    );
  const at = shown.value ?? 0;
  const hasPaths = runs.some(({ samples }) => samples?.kind === "points" && samples.paths.length > 0);
  return (
    <section aria-label="Samples">
      <h2>Samples</h2>
      <div class="scrubs">
        <label class="scrub-row">
          <span>Step</span>
          <Scrub
            name="Step"
            place={lowerBound(steps, at)}
            places={steps.length}
            text={`step ${formatStep(at)} of ${formatStep(steps.at(-1) ?? 0)}`}
            onMove={place => {
              timeline.goTo(steps[place] ?? 0);
            }}
          />
          <output>{formatStep(at)}</output>
        </label>
        {hasPaths && (
          <label
            class="scrub-row"
            title="From probe latent 0 (A) to probe latent 1 (B), along the great circle"
          >
            <span>Path A to B</span>
            <Scrub
              name="Place on the path from A to B"
              place={Math.round(t.value * (PLACES_ON_PATH - 1))}
              places={PLACES_ON_PATH}
              text={t.value.toFixed(2)}
              onMove={place => {
                t.value = place / (PLACES_ON_PATH - 1);
              }}
            />
            <output>{t.value.toFixed(2)}</output>
          </label>
        )}
      </div>
      <div class={`columns${runs.length === 1 ? " alone" : ""}`}>
        {runs.map((run, i) => (
          <figure key={i} class="samples">
            {runs.length > 1 && (
              <figcaption>
                <b>
                  <RunMark place={i} /> {names[i]?.whole}
                </b>
              </figcaption>
            )}
            <RunSamples run={run} shown={shown} t={t} />
          </figure>
        ))}
      </div>
    </section>
  );
}

interface RunSamplesProps {
  readonly run: SharedRun;
  readonly shown: ReadonlySignal<number | null>;
  readonly t: ReadonlySignal<number>;
}

function RunSamples({ run: { samples }, shown, t }: RunSamplesProps) {
  if (samples === null || samples.steps.length === 0) return <p class="quiet">No samples are on record.</p>;
  switch (samples.kind) {
    case "points":
      return <PointSamples samples={samples} shown={shown} t={t} />;
    case "images":
      return <Images samples={samples} shown={shown} />;
    default:
      return samples satisfies never;
  }
}

function Images({
  samples,
  shown,
}: {
  readonly samples: SharedImages;
  readonly shown: ReadonlySignal<number | null>;
}) {
  const now = useComputed(() => newestAt(samples.steps, shown.value)).value;
  const path = useComputed(() => newestAt(samples.paths, shown.value)).value;
  const { count, real } = samples;
  return (
    <div class="planes">
      {now !== null && <Picture of={now} words={`${count} generated images`} />}
      {real !== null && (
        <div>
          <p class="tiny">Real images, held out</p>
          <img class="pixels" src={real} alt="Real images, held out" />
        </div>
      )}
      {path !== null && (
        <Picture of={path} words="From probe latent 0 to 1, along the great circle" checkpoint />
      )}
    </div>
  );
}

interface PictureProps {
  readonly of: SharedPicture;
  readonly words: string;
  readonly checkpoint?: boolean;
}

function Picture({ of: { step, picture }, words, checkpoint = false }: PictureProps) {
  const text = `${words}, ${checkpoint ? "checkpoint of " : ""}step ${formatStep(step)}`;
  return (
    <div class={checkpoint ? "path" : ""}>
      <p class="tiny">{text}</p>
      <img class="pixels" src={picture} alt={text} />
    </div>
  );
}
