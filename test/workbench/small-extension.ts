// An extension of a few lines as a VSIX, to stand beside ours in the workbench.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";

export interface SmallExtension {
  readonly name: string;
  readonly displayName: string;
  /** When it is activated beside its commands. */
  readonly activationEvents?: readonly string[];
  readonly commands: readonly { readonly command: string; readonly title: string }[];
  /** CommonJS, with `activate` among its exports. */
  readonly program: string;
}

const VERSION = "0.0.1";
const PUBLISHER = "pairing-lab-test";
const ENGINE = "^1.95.0";

const contentTypes = `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
  <Default Extension=".json" ContentType="application/json"/>
  <Default Extension=".js" ContentType="application/javascript"/>
  <Default Extension=".vsixmanifest" ContentType="text/xml"/>
</Types>
`;

const vsixManifest = ({ name, displayName }: SmallExtension) => `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id="${name}" Version="${VERSION}" Publisher="${PUBLISHER}"/>
    <DisplayName>${displayName}</DisplayName>
    <Description xml:space="preserve"></Description>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value="${ENGINE}"/>
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
export function packSmallExtension(extension: SmallExtension, folder: string): string {
  const { name, displayName, activationEvents = [], commands, program } = extension;
  const manifest = {
    name,
    displayName,
    version: VERSION,
    publisher: PUBLISHER,
    engines: { vscode: ENGINE },
    main: "./extension.js",
    activationEvents,
    contributes: { commands },
  };
  const path = join(folder, `${name}.vsix`);
  const files = {
    "[Content_Types].xml": contentTypes,
    "extension.vsixmanifest": vsixManifest(extension),
    "extension/package.json": JSON.stringify(manifest),
    "extension/extension.js": program,
  };
  const packed = Object.entries(files).map(([name, text]) => [name, strToU8(text)] as const);
  writeFileSync(path, zipSync(Object.fromEntries(packed)));
  return path;
}
