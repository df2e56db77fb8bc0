/** What of a picture is not as its file has it: it was turned upright, other frames than the first were left out. */
export const pictureAsides = ["turned", "first frame"] as const;

export type PictureAside = (typeof pictureAsides)[number];
