import * as z from "zod";
import { toolInputs, type ToolName } from "../agents/tool-inputs.ts";
import { commands } from "./commands.ts";
import { languageModelTools } from "./language-model-tools.ts";
import { keybindings, menus } from "./menus.ts";
import { pageNames, viewType } from "./pages.ts";
import { settings } from "./settings.ts";
import { views } from "./views.ts";
import { walkthroughs } from "./walkthrough.ts";

function inputSchema(tool: ToolName): object {
  const schema = z.toJSONSchema(toolInputs[tool], { io: "input" });
  delete schema.$schema;
  return schema;
}

/** What package.json says of the extension, from the tables beside; `npm run manifest` writes it, a test keeps it equal. */
export const manifest = {
  activationEvents: [
    "workspaceContains:**/*.gan.json",
    "workspaceContains:**/*.sweep.json",
    "workspaceContains:runs/*/run.json",
    "workspaceContains:**/events.out.tfevents.*",
    ...pageNames.map(name => `onWebviewPanel:${viewType(name)}`),
  ],
  capabilities: {
    untrustedWorkspaces: {
      supported: "limited",
      description:
        "In Restricted Mode runs are only looked at, from what they recorded: nothing is written, no process is started, no setting of the workspace counts and nothing outside the workspace is opened. Training, notes, and what a checkpoint's networks render need trust.",
      restrictedConfigurations: Object.keys(settings).map(name => `pairingLab.${name}`),
    },
    virtualWorkspaces: {
      supported: false,
      description:
        "A run is a folder that the trainer and the editor share, so Pairing Lab needs files on a disk. Open the folder on this machine, or over Remote-SSH.",
    },
  },
  contributes: {
    ...views,
    commands: Object.entries(commands).map(([command, spec]) => ({
      command,
      title: spec.title,
      category: "Pairing Lab",
      ...("icon" in spec ? { icon: spec.icon } : {}),
    })),
    menus,
    keybindings,
    walkthroughs,
    languageModelTools: Object.entries(languageModelTools).map(([name, spec]) => ({
      name,
      displayName: spec.title,
      modelDescription: spec.description,
      userDescription: spec.description,
      toolReferenceName: spec.reference,
      canBeReferencedInPrompt: true,
      tags: ["pairing-lab"],
      icon: "$(graph-line)",
      ...(spec.changes ? { when: "isWorkspaceTrusted" } : {}),
      inputSchema: inputSchema(spec.tool),
    })),
    configuration: {
      title: "Pairing Lab",
      properties: Object.fromEntries(
        Object.entries(settings).map(([name, schema]) => [`pairingLab.${name}`, schema]),
      ),
    },
    languages: [{ id: "jsonc", filenamePatterns: ["*.gan.json", "*.sweep.json"] }],
    jsonValidation: [
      { fileMatch: "*.gan.json", url: "./schemas/gan.editor.schema.json" },
      { fileMatch: "*.sweep.json", url: "./schemas/sweep.editor.schema.json" },
    ],
  },
} as const;
