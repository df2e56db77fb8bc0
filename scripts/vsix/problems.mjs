import { unzipSync } from "fflate";
import { platformOf } from "./targets.mjs";

const native = /\.(node|dll|dylib|so(\.\d+)*)$/;

/** What is wrong with a VSIX (its bytes) that is meant for a platform: it is opened, and what it holds is looked at. */
export function problemsOf(vsix, target) {
  const files = unzipSync(vsix);
  const text = name => new TextDecoder().decode(files[name] ?? new Uint8Array());
  const problems = [];
  const { name, version, main } = JSON.parse(text("extension/package.json"));
  const identity = /<Identity [^>]*>/.exec(text("extension.vsixmanifest"))?.[0] ?? "";
  for (const said of [`Id="${name}"`, `Version="${version}"`, `TargetPlatform="${target}"`])
    if (!identity.includes(said)) problems.push(`extension.vsixmanifest does not say ${said}`);
  if (files[`extension/${main.replace("./", "")}`] === undefined) problems.push(`${main} is missing`);

  const binaries = Object.keys(files).filter(path => native.test(path));
  const folder = `extension/node_modules/onnxruntime-node/bin/napi-v6/${target.replace("-", "/")}/`;
  if (!binaries.includes(`${folder}onnxruntime_binding.node`))
    problems.push("ONNX Runtime's addon is missing");
  for (const path of binaries) {
    if (!path.startsWith(folder)) problems.push(`${path} lies in no folder of ${target}`);
    const platform = platformOf(files[path]);
    if (platform !== target) problems.push(`${path} is native code of ${platform}, not of ${target}`);
  }
  return problems;
}
