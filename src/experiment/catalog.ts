/** The catalog: everything that an experiment can be made of, as plain data for schema, editor, docs and sliders. */
export * from "./catalog-data.ts";
export * from "./catalog-knobs.ts";
export * from "./catalog-measures.ts";
export * from "./catalog-objectives.ts";
export * from "./catalog-training.ts";
export type { AvailableIn, NumberSpec, NumberSpecs } from "./number-spec.ts";
