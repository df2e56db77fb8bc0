import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { commands, needsTrust, type CommandName } from "./commands.ts";
import { contextKeys } from "./context-keys.ts";
import { manifest } from "./manifest.ts";
import { menus } from "./menus.ts";
import { settings, settingValue, type SettingName } from "./settings.ts";

const own = JSON.parse(readFileSync("package.json", "utf8")) as Record<string, unknown>;
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test("package.json says what the tables say (npm run manifest writes it)", () => {
  assert.deepEqual(own["activationEvents"], plain(manifest.activationEvents));
  assert.deepEqual(own["capabilities"], plain(manifest.capabilities));
  assert.deepEqual(own["contributes"], plain(manifest.contributes));
});

test("every condition asks about our own context keys by a name that is set", () => {
  const asked = new Set(JSON.stringify(manifest).match(/pairingLab:\w+/g));
  assert.deepEqual([...asked].sort(), Object.values(contextKeys).sort());
});

test("a command that needs trust is offered in a trusted workspace alone, whatever else its menu asks", () => {
  const offers = Object.values(menus).flat();
  for (const { command, when } of offers) {
    const alternatives = (when ?? "").split(" || ");
    for (const one of alternatives)
      assert.equal(/ && isWorkspaceTrusted$|^isWorkspaceTrusted$/.test(one), needsTrust(command), command);
  }
  const inPalette = new Set(menus["commandPalette"]?.map(({ command }) => command));
  for (const name of Object.keys(commands) as CommandName[])
    if (needsTrust(name)) assert.ok(inPalette.has(name), name);
});

test("no setting of a workspace that is not trusted counts", () => {
  assert.deepEqual(
    manifest.capabilities.untrustedWorkspaces.restrictedConfigurations,
    Object.keys(manifest.contributes.configuration.properties),
  );
});

test("menus, key bindings and welcome pages name commands that exist; pictures are there", () => {
  const named = JSON.stringify(manifest).match(/command:(pairingLab[.\w]+)/g) ?? [];
  for (const name of named) assert.ok(name.slice("command:".length) in commands, name);
  const pictures = JSON.stringify([manifest, own["icon"]]).match(/media\/[\w./-]+/g) ?? [];
  assert.ok(pictures.length > 2);
  for (const picture of pictures) assert.ok(existsSync(picture), picture);
});

test("a setting that is none of its values counts as its default", () => {
  assert.equal(settingValue("concurrentRuns", 3), 3);
  for (const bad of [0, 65, 1.5, "2", null, undefined]) assert.equal(settingValue("concurrentRuns", bad), 2);
  assert.equal(settingValue("notifications", "failures"), "failures");
  assert.equal(settingValue("notifications", "loud"), "all");
  for (const name of Object.keys(settings) as SettingName[]) {
    assert.equal(settingValue(name, undefined), settings[name].default);
  }
});

test("the user's own settings count in a window on another machine too, but for those of devices, which are that machine's", () => {
  const ofMachine = Object.entries(settings).filter(([, { scope }]) => scope.startsWith("machine"));
  assert.deepEqual(
    ofMachine.map(([name]) => name),
    ["device", "tensorflowFolder"],
  );
});
