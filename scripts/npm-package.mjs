import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { allowedFiles } from "./vsix/allowed-files.mjs";

/**
 * Packs what package.json's `files` name with `npm pack`: the terminal's program. What was built into `staged` comes before
 * what lies in the checkout, which stays as it is. Gives the archive's path.
 */
export function packForNpm(staged, out) {
  const folder = join(staged, "npm");
  const { files } = JSON.parse(readFileSync("package.json", "utf8"));
  const named = ["**", ...["package.json", "README.md", ...files].map(name => `!${name}`)];
  for (const [name, path] of allowedFiles(named, [staged, "."])) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    cpSync(path, join(folder, name));
  }
  const npm = spawnSync("npm", ["pack", `./${folder}`, "--pack-destination", out, "--json"], {
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (npm.status !== 0) throw new Error(`npm pack ended with ${npm.status}: ${npm.stderr}`);
  const [{ filename }] = JSON.parse(npm.stdout);
  return join(out, filename);
}
