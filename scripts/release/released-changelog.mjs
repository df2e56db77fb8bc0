const HEADING = "## Unreleased";

/** CHANGELOG.md with what is unreleased under a version and its date, and nothing unreleased yet above it. */
export function releasedChangelog(text, version, date) {
  if (text.includes(`\n## ${version}`)) throw new Error(`CHANGELOG.md has a part for ${version} already.`);
  const [before, after, ...more] = text.split(`${HEADING}\n`);
  if (after === undefined || more.length > 0) throw new Error(`CHANGELOG.md needs one heading "${HEADING}".`);
  const [entries = ""] = after.split(/^## /m);
  if (!/^- /m.test(entries)) throw new Error(`CHANGELOG.md says nothing under "${HEADING}".`);
  return `${before}${HEADING}\n\n## ${version} (${date})\n${after}`;
}
