export interface PageDocument {
  /** Where the page may load from, as a Content-Security-Policy names it. */
  readonly source: string;
  readonly script: string;
  readonly style: string;
  /** Random, new for every page. */
  readonly nonce: string;
  readonly title: string;
  /** What the page keeps until it knows more. */
  readonly address: object;
  /** The workspace is not trusted. */
  readonly restricted: boolean;
  /** Single characters are no keys of the page. */
  readonly characterKeysRest: boolean;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, character => entities[character] ?? "");

/**
 * The document of a page: one script and one style sheet of ours, and nothing else may run, load or connect. Pictures
 * that the page draws itself are blobs.
 */
export function pageHtml({ source, script, style, nonce, title, address, ...is }: PageDocument): string {
  const marks = `${is.restricted ? " data-restricted" : ""}${is.characterKeysRest ? " data-character-keys-rest" : ""}`;
  const kept = `data-address="${escaped(JSON.stringify(address))}"${marks}`;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    `font-src ${source}`,
    `img-src ${source} blob:`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${escaped(title)}</title>
    <link rel="stylesheet" nonce="${nonce}" href="${escaped(style)}" />
  </head>
  <body ${kept}>
    <div id="root"></div>
    <script type="module" nonce="${nonce}" src="${escaped(script)}"></script>
  </body>
</html>
`;
}
