import type { Stage, StageOptions } from "../stage.ts";

/** One test in the workbench. */
export interface Scenario {
  readonly options?: StageOptions;
  /** Why it cannot be played here, or false. */
  readonly skip?: string | false;
  readonly play: (stage: Stage) => Promise<void>;
}

/** By what holds. */
export type Scenarios = Readonly<Record<string, Scenario>>;
