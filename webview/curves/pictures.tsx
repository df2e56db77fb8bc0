import { computed, signal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { IconButton } from "../controls/button.tsx";
import { whyNot } from "../host/restricted.ts";
import { Resource } from "../host/resource.ts";
import { formatStep } from "../numbers/format.ts";
import { atOrBefore } from "../numbers/search.ts";
import { fileName } from "./chart-tools.tsx";
import type { CurvesModel } from "./model.ts";

/** Decoded pictures that are kept for going back and forth. */
const KEPT = 24;
/** Smaller pictures are drawn with hard edges: their pixels are what one looks at. */
const SMALL = 256;

interface OfTag {
  readonly model: CurvesModel;
  readonly tag: string;
}

/** The pictures of a tag at the shown step, those of every source side by side. */
export function TagPictures({ model, tag }: OfTag) {
  const sources = (model.state.value?.sources ?? []).filter(({ pictures }) =>
    pictures.some(one => one.tag === tag),
  );
  return (
    <section class="tag pictures" aria-label={tag}>
      <div class="head">
        <h3>{tag}</h3>
      </div>
      <div class="row">
        {sources.map(({ folder }) => (
          <SourcePictures key={folder} model={model} tag={tag} folder={folder} />
        ))}
      </div>
    </section>
  );
}

interface Shown {
  readonly step: number;
  readonly pictures: readonly ImageBitmap[];
}

function SourcePictures({ model, tag, folder }: OfTag & { readonly folder: string }) {
  const found = useMemo(
    () =>
      new Resource<{ readonly step: number; readonly generation: number }, Shown>(
        KEPT,
        async ({ step }, abort) => {
          const answer = await model.call("pictures/at", { source: folder, tag, step }, { signal: abort });
          const pictures = await Promise.all(answer.pictures.map(decoded));
          return { step: answer.step, pictures };
        },
      ),
    [model, tag, folder],
  );
  const wanted = useMemo(
    () =>
      computed(() => {
        const shown = model.timeline.shown.value;
        const source = model.state.value?.sources.find(one => one.folder === folder);
        const steps = source?.pictures.find(one => one.tag === tag)?.steps;
        if (shown === null || source === undefined || steps === undefined) return null;
        const step = atOrBefore(steps, shown);
        return step === null ? null : `${step} ${source.generation}`;
      }),
    [model, tag, folder],
  );
  useEffect(
    () =>
      wanted.subscribe(now => {
        const [step, generation] = now?.split(" ").map(Number) ?? [];
        found.want(step === undefined || generation === undefined ? null : { step, generation });
      }),
    [wanted, found],
  );
  const sources = model.state.value?.sources ?? [];
  const number = sources.findIndex(source => source.folder === folder);
  const name = sources[number]?.name ?? "";
  const shown = found.value.value;
  const caption = shown === null ? "" : `step ${formatStep(shown.step)}`;
  return (
    <figure>
      <div class="frames">
        {shown?.pictures.map((picture, i) => (
          <Picture key={i} picture={picture} name={`${tag}, ${name}, ${caption}`} />
        ))}
        {shown === null && found.problem.value === null && <p class="empty-frame skeleton" />}
      </div>
      <figcaption class="tiny">
        {sources.length > 1 && <i class={`swatch run${number + 1}`} />}
        <span>
          {sources.length > 1 ? `${number + 1} ${name}, ` : ""}
          {found.problem.value ?? (wanted.value === null ? "none so early" : caption)}
        </span>
        {shown !== null && (
          <IconButton
            icon="save"
            name={`Save ${tag} of ${name} as PNG`}
            refused={whyNot("writes")}
            onPress={() => {
              model.attempt(save(model, `${fileName(tag)} ${shown.step}.png`, shown.pictures));
            }}
          />
        )}
      </figcaption>
    </figure>
  );
}

/** A picture as whichever program encoded it; the browser knows PNG, JPEG, GIF and BMP. */
async function decoded(bytes: Uint8Array): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(new Blob([new Uint8Array(bytes)]));
  } catch {
    throw new Error("this picture cannot be decoded");
  }
}

function Picture({ picture, name }: { readonly picture: ImageBitmap; readonly name: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const small = useMemo(() => signal(false), []);
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    element.width = picture.width;
    element.height = picture.height;
    element.getContext("2d")?.drawImage(picture, 0, 0);
    small.value = picture.width < SMALL;
  }, [picture]);
  return <canvas ref={canvas} role="img" aria-label={name} class={small.value ? "small" : ""} />;
}

/** The pictures of one record beside each other, pixel by pixel. */
async function save(model: CurvesModel, name: string, pictures: readonly ImageBitmap[]): Promise<void> {
  const width = pictures.reduce((sum, picture) => sum + picture.width, 0);
  const height = Math.max(1, ...pictures.map(picture => picture.height));
  const sheet = new OffscreenCanvas(Math.max(1, width), height);
  const context = sheet.getContext("2d");
  let left = 0;
  for (const picture of pictures) {
    context?.drawImage(picture, left, 0);
    left += picture.width;
  }
  const bytes = new Uint8Array(await (await sheet.convertToBlob({ type: "image/png" })).arrayBuffer());
  await model.call("host/save", { name, kind: "png", bytes });
}
