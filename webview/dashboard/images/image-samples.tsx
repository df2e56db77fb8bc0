import { useComputed } from "@preact/signals";
import { IconButton } from "../../controls/button.tsx";
import { Toggle } from "../../controls/toggle.tsx";
import { Menu } from "../../controls/menu.tsx";
import { Segments } from "../../controls/segments.tsx";
import { whyNot } from "../../host/restricted.ts";
import { formatStep } from "../../numbers/format.ts";
import { gridOf, wholeGrid, wholeImages } from "../../numbers/image-grid.ts";
import { usePage } from "../context.ts";
import { fileName } from "../saving.ts";
import { ClassBars } from "./class-bars.tsx";
import { ImageGrid, gridShapeOf } from "./image-grid.tsx";
import { gridPng, pathPng } from "./image-pictures.ts";
import { Picked } from "./picked.tsx";

/** About as wide as the grid is; how many images are whole depends on it by a hair alone. */
const TYPICAL_SIDE = 400;

const sizes = { "6 × 6": 6, "9 × 9": 9 } as const;
type Size = keyof typeof sizes;

/** Generated images at the shown step, real ones beside them; one of them from close by; their classes. */
export function ImageSamples() {
  const { model } = usePage();
  const columns = model.field("columns").value;
  const layers = model.field("layers").value;
  const zoomedIn = model.field("gridView").value.zoom > 1;
  return (
    <section class="column samples images" aria-label="Samples">
      <div class="head">
        <h2>Samples</h2>
        <Facts />
        <span class="tools">
          {zoomedIn && (
            <IconButton
              icon="discard"
              name="Zoom out to the whole grid"
              hint="0"
              onPress={() => {
                model.arrange({ gridView: wholeGrid });
              }}
            />
          )}
          <Toggle
            pressed={layers.real}
            title="Held-out real images on the right"
            onChange={real => {
              model.arrange({ layers: { ...layers, real } });
            }}
          >
            real
          </Toggle>
          <Segments<Size>
            name="Images in the grid"
            values={["6 × 6", "9 × 9"]}
            value={columns === 6 ? "6 × 6" : "9 × 9"}
            onChange={size => {
              model.arrange({ columns: sizes[size], gridView: wholeGrid });
            }}
          />
          <SaveImages />
        </span>
      </div>
      <ImageGrid />
      <GridKey />
      <Picked />
      <ClassBars />
    </section>
  );
}

function Facts() {
  const page = usePage();
  const { model, images } = page;
  const text = useComputed(() => {
    const held = images.samples.value.value;
    if (held === null) return "";
    const grid = gridOf(gridShapeOf(page), TYPICAL_SIDE, model.field("gridView").value);
    return `${wholeImages(grid)} of ${held.images.count} at step ${formatStep(held.step)}`;
  }).value;
  const withheld = model.slice("actions").value?.render ?? null;
  const problem = images.samples.problem.value ?? (withheld === null ? images.real.problem.value : null);
  return problem === null ? (
    <span
      class="tiny"
      title={text === "" ? undefined : `${text}: outputs of the probe latents that are seen whole`}
    >
      {text}
    </span>
  ) : (
    <span class="tiny problem" title={problem}>
      {problem}
    </span>
  );
}

/** Which part of the grid is which. */
function GridKey() {
  const { model, images } = usePage();
  const withReal = model.field("layers").value.real && images.real.value.value !== null;
  if (images.samples.value.value === null) return null;
  return (
    <div class={`grid-key tiny${withReal ? " with-real" : ""}`}>
      <span>
        <i class="swatch generated" />
        {formatStep(images.count.value)} generated
      </span>
      {withReal && (
        <span>
          <i class="swatch real" />
          real
        </span>
      )}
    </div>
  );
}

function SaveImages() {
  const page = usePage();
  const { model, images } = page;
  const save = async (what: string, step: number, bytes: Uint8Array) => {
    await model.call("host/save", { name: fileName(model, what, step, "png"), kind: "png", bytes });
  };
  const held = images.samples.value.value;
  const path = images.shownPath.value;
  const refused = held === null ? "There are no samples yet" : whyNot("writes");
  return (
    <Menu
      name="Samples: save"
      icon="export"
      items={[
        {
          label: "Save all samples as PNG",
          refused,
          onPick: () => {
            if (held !== null)
              model.attempt(gridPng(held.images).then(png => save("samples", held.step, png)));
          },
        },
        {
          label: "Save film strip as PNG",
          refused: path === null ? "There is no checkpoint yet" : whyNot("writes"),
          onPick: () => {
            if (path !== null)
              model.attempt(pathPng(path).then(png => save("interpolation", path.step, png)));
          },
        },
        {
          label: "Save samples as NPY",
          refused,
          onPick: () => {
            if (held !== null) model.attempt(model.call("samples/save", { step: held.step }));
          },
        },
      ]}
    />
  );
}
