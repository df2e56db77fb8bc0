import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { readExperimentFile, readInputText } from "./read-file.ts";

const folder = mkdtempSync(join(tmpdir(), "pairing-lab-"));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

function written(name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

test("a file is read with its byte-order mark", () => {
  const file = written("ring.gan.json", '\uFEFF{ "data": { "kind": "ring" } }');
  assert.equal(readExperimentFile(file).name, "ring");
});

test("a file that cannot be read is refused with the reason", () => {
  const refused = (file: string, message: string) => {
    assert.throws(() => readInputText(file), { name: "InputError", message: `${file}: ${message}` });
  };
  refused(join(folder, "none.gan.json"), "no such file");
  refused(folder, "this is a folder; expected a file");
  refused(join(written("file", ""), "below"), "no such file");
  refused(written("large", new Uint8Array(1024 * 1024 + 1)), "larger than 1 MiB");
  refused(written("latin1", Uint8Array.of(0x22, 0xe9, 0x22)), "this is no UTF-8 text");
  assert.equal(readInputText(written("full", " ".repeat(1024 * 1024))).length, 1024 * 1024);
});
