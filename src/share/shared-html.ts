import { createHash } from "node:crypto";
import { toJson } from "../protocol/json-arrays.ts";
import { DOCUMENT_ELEMENT, type SharedDocument } from "../protocol/shared-page.ts";

/** The page's own script and style, as they were built. */
export interface PageProgram {
  readonly script: string;
  readonly style: string;
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const hash = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** JSON that ends no element and opens no comment, whatever texts are in it. */
const embedded = (value: unknown): string => toJson(value).replaceAll("<", "\\u003c");

/**
 * The whole page as one file: it loads nothing, and its policy lets it run its own script, wear its own style and show
 * pictures that it holds, and nothing else.
 */
export function sharedHtml(shared: SharedDocument, { script, style }: PageProgram): string {
  const policy = [
    "default-src 'none'",
    `script-src ${hash(script)}`,
    `style-src ${hash(style)}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Pairing Lab ${escaped(shared.madeBy)}">
<title>${escaped(shared.title)}</title>
<style>${style}</style>
</head>
<body>
<div id="root"><noscript>This page draws itself: it needs JavaScript, and no network. Its data are JSON, in the element
${DOCUMENT_ELEMENT} below.</noscript></div>
<script type="application/json" id="${DOCUMENT_ELEMENT}">${embedded(shared)}</script>
<script>${script}</script>
</body>
</html>
`;
}
