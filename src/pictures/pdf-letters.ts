import type { Font } from "./drawing.ts";

/** The fonts that every reader of PDF brings along, with Windows-1252 as their encoding. */
export const baseFonts: Readonly<Record<Font, string>> = {
  sans: "Helvetica",
  serif: "Times-Roman",
  mono: "Courier",
};

/** Of the letters from the blank to the tilde, in thousandths of the size (Adobe's metrics); of others about a digit's. */
const widths: Readonly<Record<Font, readonly number[]>> = {
  // prettier-ignore
  sans: [278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584],
  // prettier-ignore
  serif: [250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541],
  mono: [],
};

/** Windows-1252 where it is not Latin-1, from 0x80 on; a blank stands for no letter. */
const HIGH = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

/** The byte of a letter; null where the fonts have none. */
function byteOf(letter: string): number | null {
  const code = letter.codePointAt(0) ?? 0;
  if (letter === "\u2212") return 0x96; // a minus sign is as long as the dash
  if ((code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code <= 0xff)) return code;
  const place = letter === " " ? -1 : HIGH.indexOf(letter);
  return place < 0 ? null : 0x80 + place;
}

/** A text's bytes in the fonts' encoding, and the letters that they do not have: a question mark stands for each. */
export function lettersOf(text: string): { readonly bytes: Uint8Array; readonly missing: readonly string[] } {
  const found = Array.from(text.normalize("NFC"), letter => ({ letter, byte: byteOf(letter) }));
  return {
    bytes: Uint8Array.from(found, ({ byte }) => byte ?? 0x3f),
    missing: found.flatMap(({ letter, byte }) => (byte === null ? [letter] : [])),
  };
}

/** How long letters are at size 1. */
export function lengthOf(bytes: Uint8Array, font: Font): number {
  const known = widths[font];
  const other = font === "mono" ? 600 : font === "serif" ? 500 : 556;
  return bytes.reduce((sum, byte) => sum + (known[byte - 32] ?? other), 0) / 1000;
}
