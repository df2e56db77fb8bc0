import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { commands } from "./commands.ts";
import { contextKeys } from "./context-keys.ts";
import { manifest } from "./manifest.ts";
import { menus } from "./menus.ts";
import { settings, settingValue, type SettingName } from "./settings.ts";

const own = JSON.parse(readFileSync("package.json", "utf8")) as Record<string, unknown>;
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test("package.json says what the tables say (npm run manifest writes it)", () => {
  assert.deepEqual(own["activationEvents"], plain(manifest.activationEvents));
  assert.deepEqual(own["contributes"], plain(manifest.contributes));
});

test("every condition asks about our own context keys by a name that is set", () => {
  const asked = new Set(JSON.stringify(manifest).match(/pairingLab:\w+/g));
  assert.deepEqual([...asked].sort(), Object.values(contextKeys).sort());
});

test("everything that trains or writes into a live run asks for a trusted workspace wherever it is offered", () => {
  const trains =
    /train|sweep\.run|sweep\.cancel|resume|pause|checkpoint|stop|setPairingWeight|branch|experiment\.new/i;
  const offers = Object.values(menus)
    .flat()
    .filter(({ command }) => trains.test(command) && !command.includes("open"));
  assert.ok(offers.length > 20);
  for (const { command, when } of offers) assert.match(when ?? "", /isWorkspaceTrusted/, command);
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

test("the user's own settings count in a window on another machine too, but for the device, which is that machine's", () => {
  const ofMachine = Object.entries(settings).filter(([, { scope }]) => scope.startsWith("machine"));
  assert.deepEqual(
    ofMachine.map(([name]) => name),
    ["device"],
  );
});
