import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { test, type TestContext } from "node:test";
import ts from "typescript";
import { checkpointOf, newRun, temporaryFolder } from "../test/support/run-folder.ts";
import { writeCache } from "./data/picture-folder/picture-cache.ts";
import { KeptPrograms } from "./launching/kept-programs.ts";
import { SweepFolder } from "./launching/sweep/sweep-folder.ts";
import { keepLines } from "./extension/notes/keep-lines.ts";
import { alone, busyName } from "./runs/alone.ts";
import { runFiles } from "./runs/file-names.ts";
import { FolderLock } from "./runs/folder-lock.ts";
import { holdCheckpoint } from "./runs/held-checkpoint.ts";
import { candidatePath, claimPath } from "./runs/lock-record.ts";
import { currentProcess } from "./runs/process-name.ts";
import { openRunForWriting } from "./runs/run-writer.ts";
import { temporaryFolder as temporaryFolderOf, temporaryName } from "./runs/temporary.ts";
import { readSweepFile } from "./sweeps/read.ts";

/** A number that no process has. */
const DEAD = 2 ** 22 + 1;
const gone = { ...currentProcess(), pid: DEAD, processStart: "" };
const deadName = (path: string) =>
  temporaryName(path).replace(/\.\d+-\d*-(?=[0-9a-f]{8}\.tmp$)/, `.${DEAD}--`);
const lockOf = (token: string) => JSON.stringify({ token, ...gone, heartbeatAt: new Date().toISOString() });

interface Kind {
  /** The files that make such a name, and the piece of it that stands in their source. */
  readonly madeIn: Readonly<Record<string, readonly string[]>>;
  /** Leaves one as a crash does and does what sweeps it; gives its path. */
  readonly sweep: (t: TestContext, folder: string) => Promise<string>;
}

/** Every name that the product makes for a while only, and what removes it after a crash. */
const kinds: Readonly<Record<string, Kind>> = {
  "what is renamed into place, or removed, in a run's folder: by whoever opens the run": {
    madeIn: { "src/runs/temporary.ts": [".", ".tmp", "tmpdir"] },
    sweep: async (_, folder) => {
      const run = await newRun(folder);
      const left = leave(deadName(join(run, runFiles.status)));
      (await openRunForWriting(run)).close();
      return left;
    },
  },
  "a run that is being made: by whoever makes one there": {
    madeIn: {},
    sweep: async (_, folder) => {
      const left = leave(deadName(join(folder, "new-run")));
      await newRun(folder);
      return left;
    },
  },
  "what is renamed into place in a sweep's folder: by whoever trains the sweep": {
    madeIn: {},
    sweep: async (_, folder) => {
      const left = leave(deadName(join(folder, "sweep.json")));
      writeFileSync(join(folder, "ring.gan.json"), `{ "data": { "kind": "ring" } }`);
      const file = join(folder, "ring.sweep.json");
      writeFileSync(file, `{ "experiment": "ring.gan.json", "seeds": [1] }`);
      const sweep = readSweepFile(file);
      const quietly = (line: string) => {
        assert.equal(line, "");
      };
      (await SweepFolder.open(folder, sweep, { cores: 1, say: quietly })).close();
      return left;
    },
  },
  "a checkpoint that is held: by whoever holds the next": {
    madeIn: {},
    sweep: async (t, folder) => {
      const run = await newRun(folder);
      const writer = await openRunForWriting(run);
      writer.checkpoint(10, checkpointOf(10));
      writer.close();
      const home = dirname(holdCheckpoint(run, 10).place.folder);
      const left = join(tmpdir(), basename(home).replace(/\.\d+-\d*-(?=[0-9a-f]{8}\.tmp$)/, `.${DEAD}--`));
      renameSync(home, left);
      const held = holdCheckpoint(run, 10);
      t.after(held.release);
      assert.ok(existsSync(held.place.folder));
      return left;
    },
  },
  "an experiment's notes that get a line: by the next line": {
    madeIn: {},
    sweep: async (_, folder) => {
      const [notes, experiment] = ["ring.notes.md", "ring.gan.json"].map(name => join(folder, name));
      const left = leave(deadName(notes ?? ""));
      assert.equal(await keepLines(notes ?? "", experiment ?? "", ["- a run"]), "saved");
      return left;
    },
  },
  "a folder in the system's place for what is temporary: by whoever makes the next of its kind": {
    madeIn: {},
    sweep: () => {
      const what = "pairing-lab-test-kind-";
      const left = leave(deadName(join(tmpdir(), `${what}of-the-dead`)));
      rmSync(temporaryFolderOf(what), { recursive: true });
      return Promise.resolve(left);
    },
  },
  "programs of a version that are being copied: by the next start": {
    madeIn: {},
    sweep: async (_, folder) => {
      const store = join(folder, "store");
      const left = deadName(join(store, "new-programs"));
      mkdirSync(join(left, "dist"), { recursive: true });
      const installed = join(folder, "installed");
      const parts = ["dist", "assets", "onnxruntime-node/bin", "onnxruntime-node/dist", "onnxruntime-common"];
      for (const part of ["", "onnxruntime-node", ...parts]) {
        const place = join(installed, part.startsWith("onnx") ? "node_modules" : "", part);
        mkdirSync(place, { recursive: true });
        leave(join(place, part === "dist" ? "trainer.js" : "package.json"), `{ "version": "1.0.0" }`);
      }
      await new KeptPrograms(installed, store).keptFor(folder, "trainer.js");
      return left;
    },
  },
  "who comes after a lock's holder: by the next holder": {
    madeIn: { "src/runs/lock-record.ts": [".lock-after-", ".lock-new-"] },
    sweep: async (_, folder) => {
      const left = leave(claimPath(folder, "of-the-dead"), lockOf("claim"));
      (await FolderLock.acquire(folder)).release();
      return left;
    },
  },
  "what was to become a lock: by the next holder": {
    madeIn: {},
    sweep: async (_, folder) => {
      const left = leave(candidatePath(folder, "of-the-dead"), lockOf("of-the-dead"));
      (await FolderLock.acquire(folder)).release();
      return left;
    },
  },
  "the mark of who changes a file: by the next to change it": {
    madeIn: { "src/runs/alone.ts": [".", ".busy"] },
    sweep: (_, folder) => {
      const file = join(folder, runFiles.notes);
      const left = leave(busyName(file), JSON.stringify({ ...gone, host: hostname() }));
      alone(file, () => undefined);
      return Promise.resolve(left);
    },
  },
  "a checkpoint that another of its step replaces: by whoever opens the run": {
    madeIn: { "src/runs/checkpoint-writer.ts": [".", ".replaced"] },
    sweep: async (_, folder) => {
      const run = await newRun(folder);
      const writer = await openRunForWriting(run);
      writer.checkpoint(10, checkpointOf(10));
      writer.close();
      const left = join(run, runFiles.checkpoints, ".00000010.replaced");
      mkdirSync(left);
      (await openRunForWriting(run)).close();
      return left;
    },
  },
  "a folder's decoded pictures, before they are the cache's: by the next to write there, after a day": {
    madeIn: { "src/data/picture-folder/picture-cache.ts": [".tmp"] },
    sweep: async (_, folder) => {
      const left = leave(join(folder, "pictures-0.bin.0.tmp"));
      utimesSync(left, 0, 0);
      process.env["PAIRING_LAB_CACHE"] = folder;
      const nothing = { files: [], pixels: Uint8Array.of(), problems: [], asides: [] };
      assert.equal(await writeCache("pictures", { size: 1, channels: 1 }, nothing), null);
      return left;
    },
  },
};

function leave(path: string, content = ""): string {
  writeFileSync(path, content);
  return path;
}

for (const [kind, { sweep }] of Object.entries(kinds))
  test(`swept: ${kind}`, async t => {
    const left = await sweep(t, temporaryFolder(t));
    assert.ok(!existsSync(left), left);
  });

/** Names that begin with a dot, or end as what is not finished does, and stay; the last two are of other programs. */
const lasting = new Set([".bin", ".cache", ".damaged", ".profile-empty", ".trash", ".wandb"]);
/** Ends of names of files for people and other programs, and of keys. */
const ends = /^\.(?:csv|css|html|js|json|jsonl|log|md|mjs|npy|onnx|png|sh|svg|txt|gan\.json|sweep\.json)$/;

test("no other source makes a name that is there only for a while", () => {
  const listed = Object.values(kinds).flatMap(({ madeIn }) => Object.entries(madeIn));
  const found = readdirSync("src", { recursive: true, encoding: "utf8" })
    .map(name => join("src", name))
    .filter(file => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map(file => [file, namesMadeIn(file)] as const)
    .filter(([, names]) => names.length > 0);
  assert.deepEqual(Object.fromEntries(found), Object.fromEntries(listed));
});

/** Pieces of names, in a source that touches the disk, that are none of a file that stays, and calls for the system's temporary folder. */
function namesMadeIn(file: string): string[] {
  const text = readFileSync(file, "utf8");
  if (!/from "node:(?:fs|fs\/promises|os|path)"/.test(text)) return [];
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression))
      if (/^(?:mkdtemp|mkdtempSync|tmpdir)$/.test(node.expression.text)) names.push(node.expression.text);
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      const piece = node.text;
      const hidden = /^\.[\w-]+$/.test(piece) || (ts.isTemplateHead(node) && piece === ".");
      const unfinished = /\.(?:tmp|temp|busy|bak|old|part|partial|swp)$/.test(piece);
      if ((hidden || unfinished) && !lasting.has(piece) && !ends.test(piece)) names.push(piece);
    }
    if (!ts.isImportDeclaration(node)) ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest));
  return [...new Set(names)].sort();
}
