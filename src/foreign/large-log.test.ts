import assert from "node:assert/strict";
import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { test } from "node:test";
import { bytesOf, scalar, version } from "../../test/support/event-file.ts";
import { largestMemory } from "../../test/support/largest-memory.ts";
import { temporaryFolder } from "../../test/support/run-folder.ts";
import { role, startSelf } from "../../test/support/self-as-child.ts";
import { EventLogTail } from "./event-log-tail.ts";

const PICTURE_BYTES = 100_000;
const PICTURES = 2_000;

interface Indexed {
  readonly scalars: number;
  readonly pictures: number;
  /** How much had been read when the first point was handed on, of all. */
  readonly early: number;
  /** What the largest memory of the process grew by, in bytes. */
  readonly grown: number;
}

/** 200 MB: a picture and ten points, again and again. */
function writeLargeLog(folder: string): void {
  const file = openSync(join(folder, "events.out.tfevents.1700000000.host.1.0"), "w");
  writeSync(file, bytesOf([version]));
  const png = Uint8Array.from({ length: PICTURE_BYTES }, (_, i) => (i * 2654435761) >>> 24);
  for (let i = 0; i < PICTURES; i++) {
    const points = Array.from({ length: 10 }, (_, k) => scalar(10 * i + k, { loss: k }));
    const at = { wallTime: 1.7e9, step: 10 * i, tag: "samples", width: 96, height: 96 };
    writeSync(file, bytesOf([...points, { kind: "image", ...at, png }]));
  }
  closeSync(file);
}

async function index(folder: string): Promise<Indexed> {
  const before = largestMemory();
  const found = { scalars: 0, pictures: 0, early: NaN };
  const tail = new EventLogTail(folder, {
    scalar: () => {
      found.scalars++;
    },
    picture: () => {
      found.pictures++;
    },
    progress: (read, size) => {
      if (Number.isNaN(found.early) && found.scalars > 0) found.early = read / size;
    },
    tagged: () => assert.fail("there is nothing else"),
    restart: () => assert.fail("nothing began again"),
    damaged: () => assert.fail("nothing is damaged"),
    reset: () => assert.fail("the file is the same"),
  });
  await tail.look();
  return { ...found, grown: largestMemory() - before };
}

if (role === "index") console.log(JSON.stringify(await index(process.argv[2] ?? "")));
else
  test("a log of 200 MB is indexed piece by piece, in a fraction of the memory that it takes on the disk", async t => {
    const folder = temporaryFolder(t);
    writeLargeLog(folder);
    const { stdout } = startSelf("index", [folder]);
    assert.ok(stdout !== null);
    const { scalars, pictures, early, grown } = (await json(stdout)) as Indexed;
    assert.deepEqual([scalars, pictures], [10 * PICTURES, PICTURES]);
    assert.ok(early < 0.01, `${early}`);
    assert.ok(grown < 60e6, `${grown / 1e6} MB`);
  });
