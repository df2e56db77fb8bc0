// The smallest extension that shows a page: what a webview costs in the workbench, whoever shows it.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import type { Workbench } from "./workbench.ts";

const BUTTON = "Open the bare panel";
const TEXT = "a bare panel";

const manifest = {
  name: "bare-panel",
  displayName: "Bare Panel",
  version: "0.0.1",
  publisher: "pairing-lab-test",
  engines: { vscode: "^1.90.0" },
  main: "./extension.js",
  activationEvents: ["onStartupFinished"],
  contributes: { commands: [{ command: "barePanel.open", title: BUTTON }] },
};

const program = `
const vscode = require("vscode");
exports.activate = context => {
  const open = () => {
    const panel = vscode.window.createWebviewPanel("barePanel", "Bare", vscode.ViewColumn.Active, { enableScripts: true });
    panel.webview.html = "<!doctype html><html lang='en'><body><h1>${TEXT}</h1></body></html>";
  };
  const item = vscode.window.createStatusBarItem(vscode.StatusBarAlignment.Left);
  item.text = "${BUTTON}";
  item.command = "barePanel.open";
  item.show();
  context.subscriptions.push(item, vscode.commands.registerCommand("barePanel.open", open));
};
`;

const contentTypes = `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
  <Default Extension=".json" ContentType="application/json"/>
  <Default Extension=".js" ContentType="application/javascript"/>
  <Default Extension=".vsixmanifest" ContentType="text/xml"/>
</Types>
`;

const vsixManifest = `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id="${manifest.name}" Version="${manifest.version}" Publisher="${manifest.publisher}"/>
    <DisplayName>${manifest.displayName}</DisplayName>
    <Description xml:space="preserve"></Description>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value="${manifest.engines.vscode}"/>
    </Properties>
  </Metadata>
  <Installation>
    <InstallationTarget Id="Microsoft.VisualStudio.Code"/>
  </Installation>
  <Dependencies/>
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/>
  </Assets>
</PackageManifest>
`;

/** Packs it into a folder; gives the VSIX. */
export function packBarePanel(folder: string): string {
  const path = join(folder, "bare-panel.vsix");
  const files = {
    "[Content_Types].xml": contentTypes,
    "extension.vsixmanifest": vsixManifest,
    "extension/package.json": JSON.stringify(manifest),
    "extension/extension.js": program,
  };
  const packed = Object.entries(files).map(([name, text]) => [name, strToU8(text)] as const);
  writeFileSync(path, zipSync(Object.fromEntries(packed)));
  return path;
}

/** From the click on its button to its text on screen, in milliseconds. */
export async function openBarePanel(window: Workbench): Promise<number> {
  const button = window.statusBarItem(BUTTON);
  await button.waitFor();
  const start = performance.now();
  await button.click();
  await window.shownPage(page => page.getByRole("heading", { name: TEXT }).isVisible());
  return performance.now() - start;
}
