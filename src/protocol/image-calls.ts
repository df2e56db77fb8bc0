import { CallError, type CallMap } from "./calls.ts";
import {
  imageLimits,
  type ClassShares,
  type ImageMap,
  type ImagePath,
  type ImageStack,
  type NearestReal,
  type Neighbourhood,
  type RealImages,
} from "./image-views.ts";
import { pathKinds, type PathKind } from "./pictures.ts";
import { bytes, choice, doubles, fields, flag, floats, integer, list, number, orNull } from "./shapes.ts";
import { shorts, text, where, type Shape } from "./shapes.ts";

/**
 * What a dashboard asks about a run whose samples are images. The host hands these to the viewer as they are, with the
 * run's folder. The newest checkpoint at or before `step` serves; its step comes back.
 */
export interface ImageCalls {
  /** At most `count` held-out real images. */
  readonly "data/images": { readonly params: { readonly count: number }; readonly result: RealImages };
  /** `count` images, ends included, on the path between the probe latents numbered `from` and `to`. */
  readonly "latent/imagePath": {
    readonly params: {
      readonly step: number;
      readonly from: number;
      readonly to: number;
      readonly count: number;
      readonly path: PathKind;
      /** Whether the images' classes are told too, which may take as long as reading the data. */
      readonly classes: boolean;
    };
    readonly result: ImagePath;
  };
  /** The generator over the plane through three probe latents, with the images themselves where `images` asks. */
  readonly "latent/imageMap": {
    readonly params: {
      readonly step: number;
      readonly from: number;
      readonly to: number;
      readonly third: number;
      readonly columns: number;
      readonly rows: number;
      readonly images: boolean;
    };
    readonly result: ImageMap;
  };
  readonly "latent/neighbours": {
    readonly params: {
      readonly step: number;
      readonly probe: number;
      /** Standard deviation of the steps to the neighbours. */
      readonly noise: number;
      readonly count: number;
    };
    readonly result: Neighbourhood;
  };
  /** Nearest to the probe's image that was recorded at this very step; where none was, to that of the checkpoint. */
  readonly "data/nearest": {
    readonly params: { readonly step: number; readonly probe: number; readonly count: number };
    readonly result: NearestReal;
  };
  readonly "latent/classShares": { readonly params: { readonly step: number }; readonly result: ClassShares };
}

export type ImageMethod = keyof ImageCalls;

/** The same calls as the viewer takes them: with the run's folder. */
export type ViewerImageCalls = {
  readonly [M in ImageMethod]: {
    readonly params: ImageCalls[M]["params"] & { readonly run: string };
    readonly result: ImageCalls[M]["result"];
  };
};

type Shapes<Calls extends CallMap<Calls>, Part extends "params" | "result"> = {
  readonly [M in keyof Calls]: Shape<Calls[M][Part]>;
};

const step = integer(0, Number.MAX_SAFE_INTEGER);
const probe = integer(0, imageLimits.probe);
const side = integer(1, imageLimits.mapSide);

export const imageParamShapes: Shapes<ImageCalls, "params"> = {
  "data/images": fields({ count: integer(1, imageLimits.images) }),
  "latent/imagePath": fields({
    step,
    from: probe,
    to: probe,
    count: integer(2, imageLimits.pathImages),
    path: choice(pathKinds),
    classes: flag,
  }),
  "latent/imageMap": fields({
    step,
    from: probe,
    to: probe,
    third: probe,
    columns: side,
    rows: side,
    images: flag,
  }),
  "latent/neighbours": fields({
    step,
    probe,
    noise: number(0, 1e6),
    count: integer(1, imageLimits.neighbours),
  }),
  "data/nearest": fields({ step, probe, count: integer(1, imageLimits.nearest) }),
  "latent/classShares": fields({ step }),
};

const ofRun = fields<{ readonly run: string }>({ run: text(32_768) });

/** What is checked of such a call's parameters with the run's folder beside them. */
export const withRun =
  <M extends ImageMethod>(method: M): Shape<ViewerImageCalls[M]["params"]> =>
  (value, place) => ({ ...imageParamShapes[method](value, place), ...ofRun(value, place) });

/** Numbers of one answer: 64 MiB of float32, 16 MiB of pixels. */
const numbers = 2 ** 24;
const size = integer(1, 2 ** 14);

const oneOrThree: Shape<1 | 3> = (value, place) => {
  if (value === 1 || value === 3) return value;
  throw new CallError("invalid", `${place} must be 1 or 3`);
};

export const imageStack: Shape<ImageStack> = where(
  fields<ImageStack>({
    count: integer(0, imageLimits.images),
    height: size,
    width: size,
    channels: oneOrThree,
    pixels: bytes(numbers),
  }),
  ({ count, height, width, channels, pixels }) => count * height * width * channels === pixels.length,
  "as many pixels as it says",
);

const cells = imageLimits.mapSide ** 2;

const classesOf = (classes: Uint16Array, count: number) => classes.length === 0 || classes.length === count;

export const imageResultShapes: Shapes<ImageCalls, "result"> = {
  "data/images": fields({ images: imageStack, classNames: list(text(200), 65_536) }),
  "latent/imagePath": where(
    fields<ImagePath>({
      step,
      from: probe,
      to: probe,
      path: choice(pathKinds),
      t: doubles(imageLimits.pathImages),
      latents: floats(numbers),
      images: imageStack,
      distances: floats(imageLimits.pathImages),
      classes: shorts(imageLimits.pathImages),
    }),
    ({ t, images, distances, classes }) =>
      images.count === t.length && distances.length === t.length - 1 && classesOf(classes, t.length),
    "a path with an image for each t",
  ),
  "latent/imageMap": where(
    fields<ImageMap>({
      step,
      columns: side,
      rows: side,
      extent: number(0),
      origin: floats(numbers),
      axisX: floats(numbers),
      axisY: floats(numbers),
      probes: floats(6),
      images: orNull(imageStack),
      stretch: floats(cells),
      classes: shorts(cells),
    }),
    ({ columns, rows, images, stretch, classes }) =>
      stretch.length === columns * rows &&
      (images === null || images.count === columns * rows) &&
      classesOf(classes, columns * rows),
    "a value for each cell",
  ),
  "latent/neighbours": where(
    fields<Neighbourhood>({
      step,
      probe,
      noise: number(0),
      images: imageStack,
      distances: floats(imageLimits.neighbours),
    }),
    ({ images, distances }) => images.count === distances.length + 1,
    "a distance for each neighbour",
  ),
  "data/nearest": where(
    fields<NearestReal>({
      step,
      probe,
      images: imageStack,
      distances: floats(imageLimits.nearest),
      searched: integer(0, 2 ** 32),
    }),
    ({ images, distances }) => images.count === distances.length,
    "a distance for each image",
  ),
  "latent/classShares": where(
    fields<ClassShares>({
      step,
      samples: integer(0, 2 ** 32),
      shares: doubles(65_536),
      real: doubles(65_536),
      unsure: orNull(text(1_000)),
    }),
    ({ shares, real }) => shares.length === real.length,
    "a real share for each class",
  ),
};
