import type { ReportState } from "../../src/protocol/report.ts";
import { Slider } from "../controls/slider.tsx";
import { keptText, nearestStop, stopByKey, type Kept } from "../numbers/along.ts";
import { formatStep } from "../numbers/format.ts";
import { shortKey, valueLabel } from "../numbers/report.ts";
import { drawFilm, drawMoved } from "../plates/film.ts";
import { drawImageMap } from "../plates/image-map.ts";
import type { Parts } from "../numbers/parts.ts";
import { drawLatentMap } from "../plates/latent-map.ts";
import { Plate } from "../plates/plate.tsx";
import { drawStrip } from "../plates/strip.ts";
import type { Surface } from "../plates/surface.ts";
import type { AlongAxis, Standing } from "./along-axis.ts";
import { drawThumbnail } from "./draw-thumbnail.ts";
import type { ReportModel } from "./model.ts";

/** Nothing stands in for what has no frame of real data yet. */
const wholePlane = { centerX: 0, centerY: 0, half: 1 } as const;

interface Props {
  readonly model: ReportModel;
  readonly state: ReportState;
}

/** One slider over the values of an axis: what each gives at the same latents and the same step. */
export function Along({ model, state }: Props) {
  const standing = model.along.standing.value;
  if (standing === null) return null;
  const { axes, seeds } = state.plan;
  const keys = axes.map(({ key }) => key);
  const axis = axes[standing.axis];
  if (axis === undefined) return null;
  const { along } = model;
  const name = shortKey(axis.key, keys);
  return (
    <section class="along" aria-label={`Along ${axis.key}`}>
      <div class="section-head">
        <h2>Along {name}</h2>
        <span class="tiny">the same latents, step and seed for every value</span>
      </div>
      <div class="along-controls">
        {axes.length > 1 && (
          <Choice
            name="along"
            values={keys}
            value={axis.key}
            onChange={key => {
              along.choose({ axis: key });
            }}
          />
        )}
        <Values along={along} standing={standing} axis={axis.key} name={name} />
        {axes.map(({ key, labels }, i) =>
          i === standing.axis ? null : (
            <Choice
              key={key}
              name={shortKey(key, keys)}
              values={labels}
              value={labels[standing.places[i] ?? 0] ?? ""}
              onChange={label => {
                along.put(key, label);
              }}
            />
          ),
        )}
        <Choice
          name="of seed"
          values={seeds.map(String)}
          value={String(model.seed.value)}
          onChange={seed => {
            model.arrange({ seed: Number(seed) });
          }}
        />
        <Choice
          name="step"
          values={along.sampled.value.map(formatStep)}
          value={formatStep(along.step.value)}
          onChange={text => {
            const step = along.sampled.peek().find(one => formatStep(one) === text);
            if (step !== undefined)
              along.choose({ step: step === along.sampled.peek().at(-1) ? null : step });
          }}
        />
      </div>
      <Pictures model={model} state={state} standing={standing} />
    </section>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly values: readonly string[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Choice({ name, values, value, onChange }: ChoiceProps) {
  return (
    <label class="tiny best-by">
      {name}
      <select
        class="box"
        value={value}
        onChange={event => {
          onChange(event.currentTarget.value);
        }}
      >
        {values.map(one => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    </label>
  );
}

interface ValuesProps {
  readonly along: AlongAxis;
  readonly standing: Standing;
  readonly axis: string;
  readonly name: string;
}

function Values({ along, standing: { stops, axis: index, places }, axis, name }: ValuesProps) {
  const now = stops.find(({ place }) => place === places[index]) ?? stops[0];
  if (now === undefined) return null;
  return (
    <span class="along-values">
      <span class="along-rail">
        <Slider
          look="step"
          name={`Value of ${axis}`}
          position={now.at}
          text={`${now.label}, ${stops.indexOf(now) + 1} of ${stops.length} values`}
          onInput={position => {
            const stop = nearestStop(stops, position);
            if (stop !== undefined) along.put(axis, stop.label);
          }}
          onKeyDown={event => {
            if (event.ctrlKey || event.metaKey || event.altKey) return;
            const stop = stopByKey(stops, now.place, event.key);
            if (stop === null) return;
            event.preventDefault();
            along.put(axis, stop.label);
          }}
        />
        <span class="along-ticks" aria-hidden="true">
          {stops.map(({ place, at }) => (
            <i key={place} style={{ "--at": at }} />
          ))}
        </span>
      </span>
      <output class="along-value">
        {name} {now.label}
      </output>
    </span>
  );
}

interface PictureProps extends Props {
  readonly standing: Standing;
}

/** Whether what was made is of this run at this step. */
const isOf = (
  made: { readonly of: { readonly run: string; readonly step: number } } | null,
  run: string | undefined,
  kept: Kept,
): boolean => made !== null && "step" in kept && made.of.run === run && made.of.step === kept.step;

function Pictures({ model, state, standing }: PictureProps) {
  const { along, thumbnails } = model;
  const run = standing.run?.folder;
  const [samplesAt, checkpointAt] = [along.samplesAt.value, along.checkpointAt.value];
  const wanted = along.step.value;
  const axis = state.plan.axes[standing.axis];
  const label = axis === undefined ? "" : `${axis.key} ${valueLabel(axis, standing.places[standing.axis])}`;
  const own = <Value,>(
    resource: {
      readonly value: {
        readonly value: { readonly of: { run: string; step: number }; readonly value: Value } | null;
      };
    },
    kept: Kept,
  ) => {
    const made = resource.value.value;
    return isOf(made, run, kept) ? (made?.value ?? null) : null;
  };
  const samples = own(along.samples, samplesAt);
  const map = own(along.map, checkpointAt);
  const path = own(along.path, checkpointAt);
  const frame = thumbnails.frame.value;
  const look = { parts: frame?.parts ?? null, extent: frame?.extent ?? wholePlane, axes: [0, 1] as const };
  return (
    <div class="along-pictures">
      <Picture
        title="Samples"
        label={label}
        of={samples}
        kept={samplesAt}
        wanted={wanted}
        problem={along.samples.problem.value}
        draw={surface => {
          drawThumbnail(surface, samples, thumbnails.frame.value);
        }}
      />
      <Picture
        title="Latent map"
        label={label}
        of={map}
        kept={checkpointAt}
        wanted={wanted}
        problem={along.map.problem.value}
        draw={surface => {
          if (map?.kind === "points")
            drawLatentMap(
              surface,
              map.map,
              { by: look.parts !== null && map.map.mode.length > 0 ? "mode" : "position", ...look },
              null,
            );
          if (map?.kind === "images") drawImageMap(surface, map.map, { of: "images" });
        }}
      />
      <Picture
        title="Interpolation"
        look="way"
        label={label}
        of={path}
        kept={checkpointAt}
        wanted={wanted}
        problem={along.path.problem.value}
        draw={surface => {
          if (path !== null) drawWay(surface, path, look.parts);
        }}
      />
    </div>
  );
}

/** The way from the first probe latent to the second: its images, and how far the output moves. */
function drawWay(
  surface: Surface,
  path: NonNullable<AlongAxis["path"]["value"]["value"]>["value"],
  parts: Parts | null,
): void {
  switch (path.kind) {
    case "points":
      drawStrip(surface, path.path, parts);
      return;
    case "images": {
      const half = surface.height / 2;
      drawFilm({ ...surface, height: half }, path.path);
      surface.context.save();
      surface.context.translate(0, half);
      drawMoved({ ...surface, height: half }, path.path);
      surface.context.restore();
      return;
    }
    default:
      path satisfies never;
  }
}

interface OneProps {
  readonly title: string;
  readonly look?: string;
  readonly label: string;
  readonly of: unknown;
  readonly kept: Kept;
  readonly wanted: number;
  readonly problem: string | null;
  readonly draw: (surface: Surface) => void;
}

/** One picture of the chosen value, or why there is none: never one of a neighbour. */
function Picture({ title, look = "square", label, of, kept, wanted, problem, draw }: OneProps) {
  const missing = "missing" in kept ? kept.missing : problem;
  const step = "step" in kept ? keptText(kept.step, wanted) : "";
  return (
    <figure class={`along-picture ${look}`}>
      <figcaption>
        {title}
        <span class="tiny">{missing === null ? step : ""}</span>
      </figcaption>
      <div class={`along-plate${of === null && missing === null ? " skeleton" : ""}`}>
        {missing === null ? (
          <Plate of={of} role="img" aria-label={`${title}, ${label}, ${step}`} draw={draw} />
        ) : (
          <p class="tiny along-missing" role="status">
            {missing}
          </p>
        )}
      </div>
    </figure>
  );
}
