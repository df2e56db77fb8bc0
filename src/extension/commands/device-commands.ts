import { dirname } from "node:path";
import * as vscode from "vscode";
import { readExperiment } from "../../experiment/read.ts";
import { deviceRow, deviceTitles } from "../../launching/device-words.ts";
import { timedDevices } from "../../launching/timed-devices.ts";
import { markdownText } from "../../plain/markdown-text.ts";
import { whileTold } from "../door/messages.ts";
import { say } from "../door/words.ts";
import { isExperiment } from "../experiment-files/diagnostics.ts";
import { tensorflowFolder } from "../trainers/tensorflow-folder.ts";
import { documentInFront } from "../experiment-files/document-in-front.ts";
import type { HandlersOf } from "./handlers.ts";

export const deviceCommands: HandlersOf<"pairingLab.devices.show", unknown> = {
  "pairingLab.devices.show": async () => {
    const front = vscode.window.activeTextEditor?.document ?? (await documentInFront());
    const document = front !== undefined && isExperiment(front) ? front : null;
    const file = document?.uri.fsPath;
    const atHand =
      document === null || file === undefined
        ? null
        : { file, experiment: readExperiment(document.getText(), file) };
    const place = file === undefined ? vscode.workspace.workspaceFolders?.[0]?.uri.fsPath : dirname(file);
    const found = await whileTold(say`Looking at this machine's devices`, () =>
      timedDevices(atHand, {
        tensorflowFolder: place === undefined ? undefined : tensorflowFolder(place),
      }),
    );
    const heading = atHand === null ? "# Devices" : `# Devices for ${markdownText(atHand.experiment.name)}`;
    const content = `${heading}\n\n${markdownTable([...deviceTitles], found.map(deviceRow))}`;
    await vscode.window.showTextDocument(
      await vscode.workspace.openTextDocument({ language: "markdown", content }),
    );
  },
};

/** A table whose columns stand below each other as text too. */
export function markdownTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [titles, ...rows].map(row => row.map(cell => markdownText(cell).replaceAll("|", "\\|")));
  const widths = titles.map((_, i) => Math.max(3, ...cells.map(row => row[i]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, i) => (row[i] ?? "").padEnd(width)).join(" | ")} |\n`;
  const [head = [], ...others] = cells;
  return [head, widths.map(width => "-".repeat(width)), ...others].map(line).join("");
}
