import { FormatError } from "./format-error.ts";

export interface JpegHeader {
  readonly width: number;
  readonly height: number;
  /** Three channels that Adobe's marker says are red, green and blue as they are, which jpeg-js does not heed. */
  readonly rgb: boolean;
}

const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** The size of a JPEG file, from its segments (ITU-T T.81, annex B; Adobe's marker: technical note 5116). Throws FormatError. */
export function readJpegHeader(bytes: Uint8Array): JpegHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let transform: number | null = null;
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (view.getUint8(at) !== 0xff) break;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === 0xd9 || marker === 0xda) break;
    const length = view.getUint16(at + 2);
    if (at + 2 + length > bytes.length) break;
    if (marker === 0xee && length >= 14 && String.fromCharCode(...bytes.subarray(at + 4, at + 9)) === "Adobe")
      transform = view.getUint8(at + 15);
    if (isFrame(marker) && length >= 8) {
      const channels = view.getUint8(at + 9);
      return {
        height: view.getUint16(at + 5),
        width: view.getUint16(at + 7),
        rgb: channels === 3 && transform === 0,
      };
    }
    at += 2 + length;
  }
  throw new FormatError("the JPEG file is damaged or cut short: it has no frame");
}
