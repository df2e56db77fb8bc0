/** A string (with its colon where it is a key), or the start or end of an object or list. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"(?:\s*:)?|[{}[\]]/g;

/**
 * The first key that stands twice in one object of a JSON text, or null. JSON.parse silently keeps the last one.
 * The text must be valid JSON.
 */
export function duplicateKey(json: string): string | null {
  const open: Set<string>[] = [];
  for (const [token] of json.matchAll(TOKEN)) {
    if (token === "{" || token === "[") open.push(new Set());
    else if (token === "}" || token === "]") open.pop();
    else if (token.endsWith(":")) {
      const key = JSON.parse(token.slice(0, -1)) as string;
      if (open.at(-1)?.has(key)) return key;
      open.at(-1)?.add(key);
    }
  }
  return null;
}
