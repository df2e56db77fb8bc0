import { MOST_COMPARED } from "../../protocol/compare.ts";
import { letGo } from "../../unattended/unattended.ts";
import type { Needs } from "../parts.ts";
import { tell } from "../door/messages.ts";
import { pickSome } from "../door/questions.ts";
import { say } from "../door/words.ts";
import { runChoices } from "../explorer/run-choices.ts";

/** Lets the user pick runs beside those that are compared already; none where there are none or none was picked. */
export async function pickForComparing(app: Needs<"runs">, compared: readonly string[]): Promise<string[]> {
  const room = MOST_COMPARED - compared.length;
  if (room <= 0) {
    letGo(tell("info", say`${MOST_COMPARED} runs are as many as can be compared.`));
    return [];
  }
  const others = app.runs.all.filter(({ folder }) => !compared.includes(folder));
  const items = runChoices(others, folder => app.runs.notesOf(folder));
  const picked = await pickSome(items, {
    title: compared.length === 0 ? "Compare runs" : "Add to the comparison",
    placeholder: `${compared.length === 0 ? "Two" : "One"} to ${room} runs`,
    matchOn: ["description", "detail"],
  });
  return picked.slice(0, room).map(({ run }) => run.folder);
}
