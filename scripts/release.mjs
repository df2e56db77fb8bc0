// `npm run release -- major|minor|patch|VERSION [--date YYYY-MM-DD]`: gives what is in the checkout a version: in package.json, the lock
// file and CHANGELOG.md, committed and tagged. Nothing leaves this machine: what is to be done next is printed.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { nextVersion } from "./release/next-version.mjs";
import { releasedChangelog } from "./release/released-changelog.mjs";

function run(program, ...args) {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} failed: ${stderr.trim()}`);
  return stdout.trim();
}

const written = ["package.json", "package-lock.json", "CHANGELOG.md"];
const json = value => `${JSON.stringify(value, null, 2)}\n`;

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { date: { type: "string", default: new Date().toISOString().slice(0, 10) } },
  });
  const [step] = positionals;
  if (step === undefined || positionals.length > 1)
    throw new Error("Say one of major, minor, patch, or the version.");
  if (run("git", "status", "--porcelain") !== "")
    throw new Error("There are changes that are not committed: commit them first.");

  const manifest = JSON.parse(readFileSync("package.json", "utf8"));
  const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
  const version = nextVersion(manifest.version, step);
  const changelog = releasedChangelog(readFileSync("CHANGELOG.md", "utf8"), version, values.date);
  writeFileSync("CHANGELOG.md", changelog);
  writeFileSync("package.json", json({ ...manifest, version }));
  lock.packages[""].version = version;
  writeFileSync("package-lock.json", json({ ...lock, version }));

  run("git", "commit", "--quiet", "-m", `Version ${version}`, "--", ...written);
  run("git", "tag", "-a", `v${version}`, "-m", `Version ${version}`);
  console.log(`Committed and tagged v${version}. Next:
  .ci/run                                       must pass
  npm run package -- --all --npm --out release  a VSIX for each platform, and the terminal's package
  git push --follow-tags`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
