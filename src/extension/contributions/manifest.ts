import { commands } from "./commands.ts";
import { keybindings, menus } from "./menus.ts";
import { settings } from "./settings.ts";
import { compareType, dashboardType, views } from "./views.ts";
import { walkthroughs } from "./walkthrough.ts";

/** What package.json says of the extension, from the tables beside; `npm run manifest` writes it, a test keeps it equal. */
export const manifest = {
  activationEvents: [
    "workspaceContains:**/*.gan.json",
    "workspaceContains:**/*.sweep.json",
    "workspaceContains:runs/*/run.json",
    `onWebviewPanel:${dashboardType}`,
    `onWebviewPanel:${compareType}`,
  ],
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
