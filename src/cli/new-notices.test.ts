import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { refuseFiles } from "../../test/support/refusing-files.ts";
import { temporaryFolder } from "../../test/support/run-folder.ts";
import { LineTail } from "../runs/line-tail.ts";
import { newNotices } from "./new-notices.ts";

test("what timers read of a run's folder throws nothing while the system refuses, and nothing is missed", t => {
  const folder = temporaryFolder(t);
  const notices = newNotices(folder);
  const tail = new LineTail(folder);
  const seen: string[] = [];
  const line = JSON.stringify({ at: "", step: 1, kind: "notice", message: "told" });
  appendFileSync(join(folder, "journal.ndjson"), `${line}\n`);
  appendFileSync(join(folder, "trainer.log"), "a line\n");
  for (const refused of ["openSync", "statSync", "fstatSync", "readSync"] as const)
    for (const code of ["EIO", "EACCES", "ESTALE"]) {
      const restore = refuseFiles(t, (call, path) =>
        call === refused && path.startsWith(folder) ? code : null,
      );
      // Some of the calls may be none that is made here: then it is told once.
      const told = [...notices(), ...tail.read()];
      restore();
      if (refused === "openSync") assert.deepEqual(told, []);
      seen.push(...told);
    }
  seen.push(...notices(), ...tail.read());
  assert.deepEqual(seen.sort(), ["a line", "told"]);
});
