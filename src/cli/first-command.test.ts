import assert from "node:assert/strict";
import { test } from "node:test";
import { firstCommand } from "./first-command.ts";

const from = (cwd: string): string => firstCommand({ cwd, programFolder: "/some where/pairing-lab/dist" });

test("the first command names the example that came with the installation, from wherever it is typed", () => {
  assert.equal(from("/some where/pairing-lab"), "Begin with: pairing-lab train examples/ring-8.gan.json");
  assert.equal(from("/some where"), "Begin with: pairing-lab train pairing-lab/examples/ring-8.gan.json");
  assert.equal(
    from("/empty"),
    "Begin with: pairing-lab train '/some where/pairing-lab/examples/ring-8.gan.json'",
  );
});
