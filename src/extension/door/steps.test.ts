import assert from "node:assert/strict";
import { test } from "node:test";
import { newStandIn } from "../../../test/support/vscode-stand-in.ts";
import { pickStep, type Answer } from "./steps.ts";

test("a head stands above each group of choices, and what is picked is a choice", async () => {
  const window = newStandIn();
  let shown: readonly string[] = [];
  window.pick = (rows, list) => {
    shown = (list as { readonly items: readonly { label: string; kind?: number }[] }).items.map(
      ({ label, kind }) => (kind === undefined ? label : `-- ${label}`),
    );
    return rows[1];
  };
  const choices = [
    { label: "none" },
    { label: "ring", group: "At hand" },
    { label: "grid", group: "At hand" },
    { label: "CSV", group: "Your own" },
  ];
  const picked: Answer<{ readonly label: string }> = await pickStep(choices, {
    placeholder: "Which?",
    hasBack: false,
  });
  assert.deepEqual(shown, ["none", "-- At hand", "ring", "grid", "-- Your own", "CSV"]);
  assert.equal(picked, choices[1]);
});
