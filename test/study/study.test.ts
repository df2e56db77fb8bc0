import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { readRows } from "../../study/rows.ts";

interface Bundler {
  buildTests(entryPoints: readonly string[]): Promise<unknown>;
}
const bundler = (await import(pathToFileURL(join(process.cwd(), "esbuild.mjs")).href)) as Bundler;
await bundler.buildTests(["study/main.ts"]);
const folder = mkdtempSync(join(tmpdir(), "pairing-lab-study-"));

/** Runs the quick study's program; `endAfter`: a text after which it is asked to end. */
function study(words: readonly string[], endAfter?: string): Promise<{ code: number | null; said: string }> {
  const program = ["out/test/study/main.js", ...words, "--quick", "--folder", folder];
  const child = spawn(process.execPath, program, { stdio: ["ignore", "pipe", "ignore"] });
  let said = "";
  let asked = false;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
    if (asked || endAfter === undefined || !said.includes(endAfter)) return;
    asked = true;
    child.kill("SIGTERM");
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", code => {
      resolve({ code, said });
    });
  });
}

const rows = () => readRows(join(folder, "rows"));

test("a study that is ended goes on, trains nothing twice, and its reports come from its rows alone", async () => {
  const ended = await study([], "quick, gan, neighbour, report");
  assert.equal(ended.code, 130, ended.said);
  const before = [...rows().keys()];
  assert.ok(before.length >= 5 && before.length < 18, `${before.length} rows`);

  const whole = await study([]);
  assert.equal(whole.code, 0, whole.said);
  assert.match(whole.said, /quick: 18 of 18 runs/);
  assert.ok(!whole.said.includes("gan, none"), "what was there is not trained again");
  const text = readFileSync(join(folder, "rows", "quick.ndjson"), "utf8");
  assert.equal(text.trimEnd().split("\n").length, 18);
  assert.deepEqual([...rows().keys()].slice(0, before.length), before);

  assert.equal((await study([])).said.includes("runs\nIn all"), true, "nothing is left");
  assert.equal((await study(["report"])).code, 0);
  const page = readFileSync(join(folder, "report", "quick-paper.csv"), "utf8");
  const [head = "", ...lines] = page.trimEnd().split("\n");
  assert.equal(lines.length, 12);
  const column = head.split(",").indexOf("quality/recall");
  const recalls = [...rows().values()]
    .filter(row => row.phase === "report")
    .map(row => row.values["quality/recall"]);
  assert.deepEqual(lines.map(line => Number(line.split(",")[column])).sort(), recalls.map(Number).sort());
});

test("a row is checked by training it again: the same generator, or it is said what differs", async () => {
  const [key = ""] = [...rows().keys()].filter(one => one.includes("/report/"));
  const same = await study(["check", key]);
  assert.equal(same.code, 0, same.said);
  assert.match(same.said, /The same bytes: generator [0-9a-f]{64}/);
  const file = join(folder, "rows", "quick.ndjson");
  const { generator } = rows().get(key) ?? {};
  const forged = readFileSync(file, "utf8").replace(generator ?? "", "0".repeat(64));
  writeFileSync(file, forged);
  const other = await study(["check", key]);
  assert.equal(other.code, 1);
  assert.match(other.said, /Not the same: generator/);
  assert.equal((await study(["check", "no/such/row"])).code, 2);
});

after(() => {
  rmSync(folder, { recursive: true, force: true });
});
