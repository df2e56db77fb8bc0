import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** A line of .vscodeignore as a test of a path: `*` within a name, `**` at the end for everything below. */
function testOf(pattern) {
  const source = pattern
    .replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&")
    .replace(/\*\*$/, "\0")
    .replaceAll("*", "[^/]*")
    .replace("\0", ".*");
  return new RegExp(`^${source}$`);
}

/** The folder in which a pattern's files lie, as far as it is named. */
const folderOf = pattern => pattern.slice(0, Math.max(0, pattern.search(/[^/]*\*|[^/]+$/)));

/**
 * The files that an allowlist names: name in the package -> path on disk. The first of the roots that has the first
 * folder of a pattern is looked at. A pattern that names nothing is an error: it was meant to.
 */
export function allowedFiles(lines, roots) {
  const patterns = lines.map(line => line.trim()).filter(line => line !== "" && !line.startsWith("#"));
  if (patterns[0] !== "**") throw new Error(".vscodeignore must begin with ** (ignore everything)");
  const files = new Map();
  for (const line of patterns.slice(1)) {
    if (!line.startsWith("!")) throw new Error(`.vscodeignore: only lines with ! may follow: ${line}`);
    const pattern = line.slice(1);
    const [first] = pattern.split("/");
    const root = roots.find(candidate => existsSync(join(candidate, first))) ?? ".";
    const folder = folderOf(pattern);
    const test = testOf(pattern);
    const names = existsSync(join(root, folder))
      ? readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
          .filter(entry => entry.isFile())
          .map(entry => join(entry.parentPath, entry.name))
          .map(path => path.replaceAll("\\", "/"))
      : [];
    const prefix = root === "." ? "" : `${root}/`;
    const found = names.filter(path => test.test(path.slice(prefix.length)));
    if (found.length === 0) throw new Error(`.vscodeignore: nothing is there for ${line}`);
    for (const path of found) files.set(path.slice(prefix.length), path);
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}
