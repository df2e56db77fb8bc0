// The measures of real and generated samples alone (sample-measures.ts), by their tags.

export { fid as "quality/fid" } from "./frechet.ts";
export { copying as "quality/data_copying" } from "./data-copying.ts";
export { retrieval as "quality/irs" } from "./image-retrieval.ts";
