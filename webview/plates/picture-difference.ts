import type { ImageStack } from "../../src/protocol/image-views.ts";

/** What is brighter than the baseline, and what the baseline has and the run lacks. */
const MORE = [69, 191, 255] as const;
const LESS = [240, 154, 62] as const;

const held = new WeakMap<ImageStack, { readonly base: ImageStack; readonly image: ImageStack | null }>();

/**
 * How far each pixel is from the baseline's: black where they are equal, blue where the run's is brighter, orange where
 * the baseline's is; as bright as the channel that differs most. Null for pictures of other sizes, which have no pixels
 * in common. Made once for a pair of stacks.
 */
export function differenceOf(own: ImageStack, base: ImageStack): ImageStack | null {
  const known = held.get(own);
  if (known?.base === base) return known.image;
  const image = makeDifference(own, base);
  held.set(own, { base, image });
  return image;
}

export const areComparable = (own: ImageStack, base: ImageStack): boolean =>
  own.width === base.width && own.height === base.height && own.channels === base.channels;

function makeDifference(own: ImageStack, base: ImageStack): ImageStack | null {
  if (!areComparable(own, base)) return null;
  const { channels } = own;
  const count = Math.min(own.count, base.count);
  const places = count * own.height * own.width;
  const pixels = new Uint8Array(3 * places);
  for (let place = 0; place < places; place++) {
    let sum = 0;
    let most = 0;
    for (let i = place * channels; i < (place + 1) * channels; i++) {
      const away = (own.pixels[i] ?? 0) - (base.pixels[i] ?? 0);
      sum += away;
      most = Math.max(most, Math.abs(away));
    }
    const ink = sum >= 0 ? MORE : LESS;
    for (let c = 0; c < 3; c++) pixels[3 * place + c] = ((ink[c] ?? 0) * most) / 255;
  }
  return { count, height: own.height, width: own.width, channels: 3, pixels };
}
