import { basename } from "node:path";
import * as vscode from "vscode";
import type { AvailableDataKind } from "../../experiment/catalog.ts";
import { lookAtData, type DataLook } from "../../launching/look-at-data.ts";
import { whileCancellable } from "../door/messages.ts";
import { pickOne, type Choice } from "../door/questions.ts";
import { say, words } from "../door/words.ts";
import { newExperimentText, questionTitle } from "./new-experiment.ts";

export type SeenAnswer = "use" | "another";

interface Option extends Choice {
  readonly answer: SeenAnswer;
}

/**
 * Shows a picture of what a file or folder holds beside the question whether to use it; undefined when the person leaves.
 * `program` is cli.js.
 */
export async function askWhetherSeen(
  data: AvailableDataKind,
  file: string,
  program: string,
): Promise<SeenAnswer | undefined> {
  const experiment = newExperimentText({ name: "data", data, file, regime: "r1", pairing: "none" });
  const held = await whileCancellable(say`Reading ${basename(file)} …`, cancelled =>
    lookAtData(program, experiment, cancelled).catch((error: unknown) => {
      if (cancelled.aborted) return null;
      throw error;
    }),
  );
  if (held === null) return undefined;
  const picture = held.look.kind === "shown" ? vscode.Uri.file(held.look.picture) : null;
  try {
    if (picture !== null)
      await vscode.commands.executeCommand("vscode.open", picture, { preserveFocus: true, preview: true });
    return (
      await pickOne(optionsOf(held.look, file), {
        stays: true,
        title: questionTitle(1),
        placeholder:
          picture === null
            ? say`${basename(file)} cannot be used`
            : say`This is what ${basename(file)} holds`,
      })
    )?.answer;
  } finally {
    if (picture !== null) await closeTab(picture);
    await held.forget();
  }
}

function optionsOf(look: DataLook, file: string): Option[] {
  const another: Option = { label: "Choose Another…", answer: "another" };
  switch (look.kind) {
    case "shown":
      return [{ label: "Use It", detail: words(look.facts.join("; "), MOST_FACTS), answer: "use" }, another];
    case "refused":
      return [
        { ...another, detail: words(look.why.replace(`${file}: `, ""), MOST_FACTS) },
        {
          label: "Use It All the Same",
          detail: "The experiment's file will say what is wrong.",
          answer: "use",
        },
      ];
  }
}

const MOST_FACTS = 600;

/** Closes what was opened to be looked at: its file goes. */
async function closeTab(uri: vscode.Uri): Promise<void> {
  const shown = vscode.window.tabGroups.all
    .flatMap(group => group.tabs)
    .filter(({ input }) => input instanceof vscode.TabInputCustom && input.uri.toString() === uri.toString());
  await vscode.window.tabGroups.close(shown);
}
