import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { commands } from "./commands.ts";
import { contextKeys } from "./context-keys.ts";
import { walkthroughs } from "./walkthrough.ts";

const sources = readdirSync("src/extension", { recursive: true, encoding: "utf8" })
  .filter(file => file.endsWith(".ts") && !file.endsWith(".test.ts"))
  .map(file => readFileSync(join("src/extension", file), "utf8"));

test("every step with a deed in it is ticked by something that happens", () => {
  const events = walkthroughs.flatMap(({ steps }) =>
    steps.flatMap(({ completionEvents = [] }) => completionEvents),
  );
  assert.equal(events.length, 4);
  for (const event of events) {
    const [kind, ...rest] = event.split(":");
    const name = rest.join(":");
    if (kind === "onCommand") {
      assert.ok(name in commands, event);
      continue;
    }
    const step = Object.entries(contextKeys).find(([, key]) => key === name)?.[0];
    assert.ok(
      sources.some(source => source.includes(`tickStep("${step}")`)),
      event,
    );
  }
});
