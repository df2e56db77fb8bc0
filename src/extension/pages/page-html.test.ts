import assert from "node:assert/strict";
import { test } from "node:test";
import { pageHtml } from "./page-html.ts";

const html = (title: string) =>
  pageHtml({
    source: "https://*.cdn",
    script: "https://x/d.js?a=1&b=2",
    style: "https://x/d.css",
    nonce: "bm9uY2U=",
    title,
    address: { folder: `"/>${title}` },
    restricted: false,
    characterKeysRest: false,
  });

test("nothing may run or load but our script and style sheet; no unsafe source, no inline script or style", () => {
  const page = html("ring");
  const policy = /Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1] ?? "";
  assert.match(policy, /^default-src 'none';/);
  assert.doesNotMatch(policy, /unsafe|data:|\*(?!\.cdn)|connect-src|http:/);
  assert.match(policy, /script-src 'nonce-bm9uY2U=';/);
  assert.doesNotMatch(page, /<style|style=|onload|<script(?![^>]*src=)/);
});

test("a run's name cannot break out of the page", () => {
  const page = html(`</title><script>alert("1")</script>`);
  assert.equal(page.match(/<script/g)?.length, 1);
});
