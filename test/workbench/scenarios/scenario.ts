import type { Stage, StageOptions } from "../stage.ts";

/** One test in the workbench. */
export interface Scenario {
  readonly options?: StageOptions;
  readonly play: (stage: Stage) => Promise<void>;
}

/** By what holds. */
export type Scenarios = Readonly<Record<string, Scenario>>;
