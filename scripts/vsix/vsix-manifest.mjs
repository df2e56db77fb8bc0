const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = text => String(text).replaceAll(/[&<>"]/g, character => entities[character]);

const types = {
  json: "application/json",
  js: "application/javascript",
  mjs: "application/javascript",
  cjs: "application/javascript",
  css: "text/css",
  md: "text/markdown",
  txt: "text/plain",
  csv: "text/csv",
  svg: "image/svg+xml",
  png: "image/png",
  vsixmanifest: "text/xml",
};

/** [Content_Types].xml of a package with these files (Open Packaging Conventions). */
export function contentTypes(names) {
  const extensions = new Set([...names].map(name => /\.([^./]+)$/.exec(name)?.[1]).filter(Boolean));
  const lines = [...extensions, "vsixmanifest"].map(
    extension =>
      `  <Default Extension=".${escaped(extension)}" ContentType="${types[extension] ?? "application/octet-stream"}"/>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
${lines.join("\n")}
</Types>
`;
}

/** extension.vsixmanifest, from package.json, for one platform such as `linux-x64`. */
export function vsixManifest(own, platform) {
  const properties = {
    "Microsoft.VisualStudio.Code.Engine": own.engines.vscode,
    "Microsoft.VisualStudio.Code.ExtensionDependencies": "",
    "Microsoft.VisualStudio.Code.ExtensionPack": "",
    "Microsoft.VisualStudio.Code.ExtensionKind": own.extensionKind.join(","),
    "Microsoft.VisualStudio.Code.LocalizedLanguages": "",
    "Microsoft.VisualStudio.Code.ExecutesCode": "true",
    "Microsoft.VisualStudio.Services.Branding.Color": own.galleryBanner.color,
    "Microsoft.VisualStudio.Services.Branding.Theme": own.galleryBanner.theme,
    "Microsoft.VisualStudio.Services.Content.Pricing": own.pricing,
  };
  const assets = {
    "Microsoft.VisualStudio.Code.Manifest": "package.json",
    "Microsoft.VisualStudio.Services.Content.Details": "README.md",
    "Microsoft.VisualStudio.Services.Content.Changelog": "CHANGELOG.md",
    "Microsoft.VisualStudio.Services.Content.License": "LICENSE.txt",
    "Microsoft.VisualStudio.Services.Icons.Default": own.icon,
  };
  return `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011" xmlns:d="http://schemas.microsoft.com/developer/vsx-schema-design/2011">
  <Metadata>
    <Identity Language="en-US" Id="${escaped(own.name)}" Version="${escaped(own.version)}" Publisher="${escaped(own.publisher)}" TargetPlatform="${escaped(platform)}"/>
    <DisplayName>${escaped(own.displayName)}</DisplayName>
    <Description xml:space="preserve">${escaped(own.description)}</Description>
    <Tags>${escaped(own.keywords.join(","))}</Tags>
    <Categories>${escaped(own.categories.join(","))}</Categories>
    <GalleryFlags>Public</GalleryFlags>
    <Properties>
${Object.entries(properties)
  .map(([id, value]) => `      <Property Id="${id}" Value="${escaped(value)}"/>`)
  .join("\n")}
    </Properties>
    <License>extension/LICENSE.txt</License>
    <Icon>extension/${escaped(own.icon)}</Icon>
  </Metadata>
  <Installation>
    <InstallationTarget Id="Microsoft.VisualStudio.Code"/>
  </Installation>
  <Dependencies/>
  <Assets>
${Object.entries(assets)
  .map(([type, path]) => `    <Asset Type="${type}" Path="extension/${escaped(path)}" Addressable="true"/>`)
  .join("\n")}
  </Assets>
</PackageManifest>
`;
}
