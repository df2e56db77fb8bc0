import type { OpenedLog } from "../logs/opened-logs.ts";
import { counted } from "../number-text.ts";
import type { Row } from "./tree-node.ts";

/** The rows of other programs' logs, under a heading of their own; none where none was opened, or none fits the filter. */
export function logRows(logs: readonly OpenedLog[], filter: string): Row[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter(word => word !== "");
  const fits = (text: string) => words.every(word => text.toLowerCase().includes(word));
  const children = logs.flatMap((log): Row[] => {
    const { folder, name, problem } = log;
    const runs = log.runs.filter(run => fits(`${name}/${run.name}`));
    const [only] = log.runs;
    if (words.length > 0 && runs.length === 0) return [];
    if (problem === null && log.runs.length === 1 && only?.name === ".")
      return [logRun(`log ${folder}`, name, folder, folder)];
    return [
      {
        kind: "logs",
        key: `logs ${folder}`,
        name,
        log: folder,
        count: problem === null ? counted(runs.length, "run") : `cannot be read: ${problem}`,
        isBroken: problem !== null,
        children: runs.map(run =>
          logRun(`log ${folder} ${run.name}`, run.name === "." ? name : run.name, run.folder, null),
        ),
      },
    ];
  });
  return children.length === 0
    ? []
    : [{ kind: "logsHeading", key: "logs heading", name: "TensorBoard logs", count: "", children }];
}

const logRun = (key: string, name: string, log: string, opened: string | null): Row => ({
  kind: "logRun",
  key,
  name,
  log,
  opened,
  children: [],
});
