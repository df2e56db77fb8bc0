import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { Pulse } from "./pulse.ts";

function counted(t: TestContext) {
  t.mock.timers.enable({ apis: ["setInterval"] });
  const seen: string[] = [];
  const pulse = new Pulse({
    ask: () => seen.push("asked"),
    fellSilent: () => seen.push("silent"),
    cameBack: () => seen.push("back"),
  });
  const beat = (times = 1) => {
    for (let i = 0; i < times; i++) t.mock.timers.tick(2_000);
    return seen.splice(0);
  };
  return { pulse, beat, seen };
}

test("who never was heard is not missed", t => {
  const { beat } = counted(t);
  assert.deepEqual(beat(50), []);
});

test("as long as anything comes, nobody is missed", t => {
  const { pulse, beat } = counted(t);
  for (let i = 0; i < 20; i++) {
    pulse.heard();
    assert.deepEqual(beat(3), ["asked", "asked", "asked"]);
  }
});

test("who leaves three questions without an answer has gone, is asked on, and is welcome when it is back", t => {
  const { pulse, beat, seen } = counted(t);
  pulse.heard();
  assert.deepEqual(beat(4), ["asked", "asked", "asked", "silent", "asked"]);
  assert.ok(pulse.isSilent);
  assert.deepEqual(beat(2), ["asked", "asked"]);
  pulse.heard();
  assert.deepEqual(seen, ["back"]);
  assert.ok(!pulse.isSilent);
  seen.length = 0;
  assert.deepEqual(beat(3), ["asked", "asked", "asked"]);
});
