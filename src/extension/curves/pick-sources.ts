import { MOST_SOURCES } from "../../protocol/curves.ts";
import { letGo } from "../../unattended/unattended.ts";
import type { Needs } from "../parts.ts";
import { tell } from "../door/messages.ts";
import { pickSome } from "../door/questions.ts";
import { say } from "../door/words.ts";
import { runChoices } from "../explorer/run-choices.ts";

/** Lets the user pick runs and logs beside those that are shown already; none where none was picked. */
export async function pickSources(app: Needs<"runs" | "logs">, shown: readonly string[]): Promise<string[]> {
  const room = MOST_SOURCES - shown.length;
  if (room <= 0) {
    letGo(tell("info", say`${MOST_SOURCES} runs are as many as can be shown together.`));
    return [];
  }
  const runs = runChoices(app.runs.all, folder => app.runs.notesOf(folder)).map(choice => ({
    ...choice,
    folder: choice.run.folder,
  }));
  const logs = app.logs.all.flatMap(log =>
    log.runs.map(({ name, folder }) => ({
      icon: "graph-line",
      label: name === "." ? log.name : name,
      description: log.name,
      detail: folder,
      folder,
    })),
  );
  const items = [...runs, ...logs].filter(({ folder }) => !shown.includes(folder));
  if (items.length === 0) {
    letGo(
      tell(
        "info",
        say`There is no other run here. Pairing Lab: Open TensorBoard Logs… adds those of other programs.`,
      ),
    );
    return [];
  }
  const picked = await pickSome(items, {
    title: shown.length === 0 ? "Show the curves of which runs?" : "Add to these curves",
    placeholder: `One to ${room} runs`,
    matchOn: ["description", "detail"],
  });
  return picked.slice(0, room).map(({ folder }) => folder);
}
