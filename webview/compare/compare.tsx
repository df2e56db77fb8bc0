import { Button, IconButton } from "../controls/button.tsx";
import { Toggle } from "../controls/toggle.tsx";
import { Menu } from "../controls/menu.tsx";
import { Segments } from "../controls/segments.tsx";
import { Slider } from "../controls/slider.tsx";
import { PageNotices } from "../controls/page-notices.tsx";
import { UnreadNotices } from "../controls/unread-notices.tsx";
import { Separator } from "../controls/separator.tsx";
import { whyNot } from "../host/restricted.ts";
import { formatStep } from "../numbers/format.ts";
import { drawRowNames } from "../plates/picture-grid.ts";
import { Plate } from "../plates/plate.tsx";
import { MOST_COMPARED } from "../../src/protocol/compare.ts";
import { compareModes } from "./arranged.ts";
import { ColumnHead, ColumnView } from "./column-view.tsx";
import { saveMarkdown, savePng } from "./export.ts";
import { Measures } from "./measures.tsx";
import type { CompareModel } from "./model.ts";
import { PickedName, PickedView } from "./picked-view.tsx";
import { togglePlaying } from "./playing.ts";
import { stepKeys } from "./step-keys.ts";
import { zoomed } from "./zoom.ts";

/** Runs side by side: the same probe latents in the same places. */
export function Compare({ model }: { readonly model: CompareModel }) {
  const columns = model.columns.value;
  const ready = model.state.value !== null;
  return (
    <>
      <Head model={model} />
      <div class="problems">
        <PageNotices
          model={model}
          trustAdds="renders interpolations, outputs and the nearest real samples, and writes pictures and tables"
        />
        <UnreadNotices
          unread={model.state.value?.unread ?? []}
          onRemove={run => {
            model.attempt(model.call("runs/remove", { run }));
          }}
        />
      </div>
      <main class="sheet" aria-busy={!ready} style={{ "--n": String(Math.max(1, columns.length)) }}>
        {ready && columns.length === 0 && (
          <p class="empty">
            No run is compared.
            <Button
              look="primary"
              onPress={() => {
                model.attempt(model.call("runs/add", null));
              }}
            >
              Add run
            </Button>
          </p>
        )}
        {!ready && <p class="plate skeleton" role="status" aria-label="Reading the runs" />}
        {columns.length > 0 && (
          <>
            <div class="gut">
              <p>baseline</p>
              <p>what differs</p>
            </div>
            {columns.map(column => (
              <ColumnHead key={column.folder} model={model} column={column} />
            ))}
            <Gutter model={model} />
            {columns.map(column => (
              <ColumnView key={column.folder} model={model} column={column} />
            ))}
            <PickedName model={model} />
            {columns.map(column => (
              <PickedView key={column.folder} model={model} column={column} />
            ))}
            <Measures model={model} />
          </>
        )}
      </main>
      <LinkedSteps model={model} />
    </>
  );
}

function Head({ model }: { readonly model: CompareModel }) {
  const arranged = model.arranged.value;
  const count = model.columns.value.length;
  const all = model.state.value?.folders.length ?? 0;
  const zoomAll = (factor: number) => {
    const view = zoomed(arranged.view, factor);
    const views = Object.fromEntries(
      model.columns.value.map(({ folder }) => [folder, zoomed(model.viewOf(folder), factor)]),
    );
    model.arrange(arranged.zoomLinked ? { view } : { views });
  };
  return (
    <header class="bar">
      <h1>Compare</h1>
      <span class="quiet facts">
        {count} {count === 1 ? "run" : "runs"}, same probe latents
      </span>
      <span class="grow" />
      <Key model={model} />
      <Segments
        name="How runs are compared (1 to 4)"
        values={compareModes}
        value={arranged.mode}
        onChange={mode => {
          model.arrange({ mode });
        }}
      />
      {arranged.mode === "overlay" && (
        <label class="opacity tiny">
          Opacity
          <Slider
            name="Opacity over the baseline"
            position={arranged.opacity}
            text={arranged.opacity.toFixed(2)}
            onInput={opacity => {
              model.arrange({ opacity: Number(opacity.toFixed(2)) });
            }}
          />
        </label>
      )}
      <Toggle
        pressed={arranged.path}
        title="The way from the picked latent to the one picked before"
        onChange={path => {
          model.arrange({ path });
        }}
      >
        path
      </Toggle>
      <Separator />
      <Toggle
        pressed={arranged.zoomLinked}
        title="Zoom and pan all columns together"
        onChange={zoomLinked => {
          model.arrange({ zoomLinked });
        }}
      >
        link zoom
      </Toggle>
      <span class="zoom">
        <button
          type="button"
          class="icon-button"
          aria-label="Zoom out"
          title="Zoom out (−)"
          onClick={() => {
            zoomAll(1 / 1.5);
          }}
        >
          −
        </button>
        <output>{Math.round(100 * arranged.view.zoom)} %</output>
        <button
          type="button"
          class="icon-button"
          aria-label="Zoom in"
          title="Zoom in (+)"
          onClick={() => {
            zoomAll(1.5);
          }}
        >
          +
        </button>
      </span>
      <Separator />
      <Button
        icon="add"
        refused={all >= MOST_COMPARED ? `${MOST_COMPARED} runs are as many as can be compared` : null}
        onPress={() => {
          model.attempt(model.call("runs/add", null));
        }}
      >
        Add run
      </Button>
      <Menu
        name="Export"
        icon="export"
        items={[
          {
            label: "Picture (PNG)",
            refused: whyNot("writes"),
            onPick: () => {
              model.attempt(savePng(model));
            },
          },
          {
            label: "Markdown with a picture",
            refused: whyNot("writes"),
            onPick: () => {
              model.attempt(saveMarkdown(model));
            },
          },
        ]}
      />
    </header>
  );
}

function Gutter({ model }: { readonly model: CompareModel }) {
  const { mode } = model.arranged.value;
  if (model.baseline.value?.isOfImages.value === true) return <Rows model={model} />;
  return (
    <div class="gut hints">
      <p>grey: real</p>
      {mode === "side by side" && <p>blue: generated</p>}
      {mode === "side by side" && <p>violet: around the picked latent</p>}
      {mode === "overlay" && <p>grey dots beneath: the baseline</p>}
      {mode === "flicker" && <p>in turn: the baseline and the run</p>}
      {mode === "difference" && <p>lines: from the baseline's output of a latent to this run's</p>}
      <p>circles: the first 64 probes</p>
      <p>scroll to zoom, drag to pan, click or arrows to pick a latent</p>
    </div>
  );
}

/** Which latents stand in the rows of pictures. */
function Rows({ model }: { readonly model: CompareModel }) {
  return (
    <div class="gut rows">
      <Plate
        aria-hidden="true"
        draw={surface => {
          const [layout, first] = [model.layout.value, model.columns.value[0]];
          if (layout === null || first === undefined) return;
          drawRowNames(surface, layout, first.drawn.value?.count ?? 0, first.images.picked.value);
        }}
      />
    </div>
  );
}

/** What the colours of a comparison mean. */
function Key({ model }: { readonly model: CompareModel }) {
  const { mode } = model.arranged.value;
  if (mode !== "difference" || model.baseline.value?.isOfImages.value !== true) return null;
  return (
    <span class="tiny key">
      <i class="swatch less" /> baseline brighter <i class="swatch more" /> run brighter
    </span>
  );
}

function LinkedSteps({ model }: { readonly model: CompareModel }) {
  const { stepsLinked, pin } = model.arranged.value;
  const ready = model.state.value !== null;
  const last = model.lastStep.value;
  const shown = Math.min(pin ?? last, last);
  return (
    <footer class="linkbar" aria-label="Step">
      <Toggle
        pressed={stepsLinked}
        title="One step for all columns (K)"
        onChange={linked => {
          model.arrange({ stepsLinked: linked });
        }}
      >
        steps linked
      </Toggle>
      <IconButton
        icon={model.playing.value ? "debug-pause" : "play"}
        name={model.playing.value ? "Stop playing" : "Play from here"}
        hint="P"
        refused={stepsLinked ? null : "Steps are not linked"}
        onPress={() => {
          togglePlaying(model);
        }}
      />
      <Slider
        id="step-slider"
        look="step"
        name="Step of all columns"
        position={shown / last}
        text={`step ${formatStep(shown)} of ${formatStep(last)}`}
        // A place on a bar whose steps are not known yet is no step.
        disabled={!stepsLinked || !ready}
        onInput={position => {
          model.goTo(null, position * last);
        }}
        onKeyDown={stepKeys(by => {
          model.stepBy(null, by);
        })}
      />
      <span class="where">
        Step {formatStep(shown)} of {formatStep(last)}
      </span>
    </footer>
  );
}
