import type { PictureAside } from "../../formats/picture-aside.ts";

/** Why a picture file is left out. */
export interface PictureProblem {
  readonly why: string;
  /** The file could not be read, which may be mended without changing it; a picture that cannot be decoded stays one. */
  readonly passing: boolean;
}

/** What became of a list of picture files. */
export interface Decoded {
  /** [files, size, size, channels]; zeros where a file cannot be read. */
  readonly pixels: Uint8Array;
  /** Why a file cannot be read, in the files' order; null where it can. */
  readonly problems: readonly (PictureProblem | null)[];
  /** What of a file was taken otherwise than it has it, in the files' order. */
  readonly asides: readonly (readonly PictureAside[])[];
}

/** The form that pictures are brought to. */
export interface PictureForm {
  /** Height and width, in pixels. */
  readonly size: number;
  readonly channels: 1 | 3;
}

export const bytesOf = ({ size, channels }: PictureForm): number => size * size * channels;

/** What a decoder's thread is asked: picture files by their paths. */
export interface DecodeOrder extends PictureForm {
  readonly files: readonly string[];
  /** Larger pictures are left for later: several threads must not decode such ones at once. */
  readonly mostPixels: number;
}

/** What a decoder's thread answers. */
export interface DecodeAnswer extends Decoded {
  /** The numbers of the files that were left for later. */
  readonly left: readonly number[];
}
