// `npm run release` in a repository of its own: versions, changelog, commit and tag.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

const folder = mkdtempSync(join(tmpdir(), "pairing-lab-release-"));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

function run(program: string, ...args: string[]): { status: number | null; text: string } {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: "utf8" });
  return { status, text: `${stdout}${stderr}` };
}
const git = (...args: string[]): string =>
  run("git", "-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", ...args).text.trim();
const release = (...args: string[]) =>
  run(process.execPath, join(process.cwd(), "scripts/release.mjs"), ...args);
const versionIn = (name: string): unknown =>
  (JSON.parse(readFileSync(join(folder, name), "utf8")) as { version: unknown }).version;

test("a release changes version and changelog together, or nothing", () => {
  for (const name of ["package.json", "package-lock.json"]) cpSync(name, join(folder, name));
  const changelog = join(folder, "CHANGELOG.md");
  const from = String(versionIn("package.json"));
  const [major = 0, minor = 0] = from.split(".").map(Number);
  const next = `${String(major)}.${String(minor + 1)}.0`;
  writeFileSync(changelog, "# Changelog\n\n## Unreleased\n\n## 0.0.1 (2020-01-01)\n\n- The first.\n");
  git("init", "--quiet");
  git("config", "user.name", "Somebody");
  git("config", "user.email", "somebody@example.org");
  git("add", ".");
  git("commit", "--quiet", "-m", "All");

  assert.match(release().text, /Say one of major, minor, patch/);
  assert.match(release("minor").text, /says nothing under "## Unreleased"/);
  assert.match(release("1.0").text, /1\.0 is no version/);
  assert.match(release("0.0.0").text, /0\.0\.0 comes before/);
  assert.equal(git("status", "--porcelain"), "");

  writeFileSync(
    changelog,
    readFileSync(changelog, "utf8").replace("Unreleased\n", "Unreleased\n\n- News.\n"),
  );
  assert.match(release("minor").text, /not committed/);
  git("commit", "--quiet", "-am", "News");
  const { status, text } = release("minor", "--date", "2027-01-02");
  assert.equal(status, 0, text);
  assert.equal(versionIn("package.json"), next);
  assert.equal(versionIn("package-lock.json"), next);
  assert.equal(
    readFileSync(changelog, "utf8"),
    `# Changelog\n\n## Unreleased\n\n## ${next} (2027-01-02)\n\n- News.\n\n## 0.0.1 (2020-01-01)\n\n- The first.\n`,
  );
  assert.equal(git("status", "--porcelain"), "");
  assert.equal(git("describe"), `v${next}`);
  assert.match(release(next).text, /CHANGELOG\.md has a part for/);
});
