import { grouped } from "../number-text.ts";

export interface ShownInView {
  readonly filter: string;
  /** Runs that are there, and those of them that the filter hides. */
  readonly runs: number;
  readonly hidden: number;
  readonly ticked: number;
  readonly mostTicked: number;
}

/**
 * The line above the list of runs: the filter that holds, since a narrow side bar has no room for it in its title, and
 * how many runs are ticked. Where nothing is left the welcome page says so, and a message would hide it.
 */
export function viewMessage({ filter, runs, hidden, ticked, mostTicked }: ShownInView): string {
  if (runs === hidden) return "";
  const parts = [
    ...(filter === ""
      ? []
      : [`Filter: ${filter} (${hidden === 0 ? "hides none" : `${grouped(hidden)} hidden`})`]),
    ...(ticked === 0 ? [] : [`${ticked} ticked, ${mostTicked} at most`]),
  ];
  return parts.join(" · ");
}
