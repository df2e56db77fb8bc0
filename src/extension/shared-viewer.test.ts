import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { until } from "../../test/support/until.ts";
import { role, roleEnvironment } from "../../test/support/self-as-child.ts";
import { CallError } from "../protocol/calls.ts";
import { viewerProtocol } from "../protocol/viewer-calls.ts";
import { readWire, type Wire } from "../protocol/wire.ts";
import { SharedViewer } from "./shared-viewer.ts";

const [, script = ""] = process.argv;

/** A viewer that answers `real` with its process number, dies of `evaluate`, and lets `render` wait until it is cancelled. */
function playViewer(): void {
  const send = (packet: Wire) => process.send?.(packet);
  process.on("disconnect", () => process.exit(0));
  process.on("message", packet => {
    const wire = readWire(packet);
    if (wire?.kind === "cancel") process.stderr.write(`cancelled ${wire.id}\n`);
    if (wire?.kind !== "call") return;
    if (wire.method === "real") {
      send({ kind: "result", id: wire.id, value: { shape: [process.pid], data: Float32Array.of(1.5) } });
    }
    if (wire.method === "evaluate") {
      process.stderr.write("noise\nout of memory\n", () => process.exit(7));
    }
  });
  send({ kind: "hello", ...viewerProtocol });
}

if (role === "viewer") {
  playViewer();
  await new Promise(() => undefined);
}
Object.assign(process.env, roleEnvironment("viewer"));
delete process.env["NODE_TEST_CONTEXT"];

function viewerFor(
  t: TestContext,
  options?: { readonly idleMs?: number; readonly mayStart?: () => boolean },
): SharedViewer {
  const viewer = new SharedViewer(script, options);
  t.after(() => {
    viewer.dispose();
  });
  return viewer;
}

test("a viewer that is warmed is the one that answers, and ends when nothing is asked of it", async t => {
  const viewer = viewerFor(t, { idleMs: 100 });
  viewer.warm();
  const { pid } = viewer;
  assert.ok(pid !== null);
  viewer.warm();
  assert.equal(await pidOf(viewer), pid);
  viewer.warm();
  await until("the viewer has ended", () => viewer.pid === null);
  viewer.warm();
  assert.notEqual(viewer.pid, pid);
  await until("the viewer has ended", () => viewer.pid === null);
});

const pidOf = async (viewer: SharedViewer) =>
  (await viewer.call("real", { run: "/runs/a", count: 1 })).shape[0] ?? 0;
const waiting = { run: "/runs/a", step: "last", latents: { kind: "probe", count: 1 } } as const;
const closed = (message: RegExp) => (error: unknown) =>
  error instanceof CallError && error.code === "closed" && message.test(error.message);

test("one process serves every call, and none runs before the first", async t => {
  const viewer = viewerFor(t);
  assert.equal(viewer.pid, null);
  const [a, b] = await Promise.all([pidOf(viewer), pidOf(viewer)]);
  assert.equal(a, b);
  assert.equal(viewer.pid, a);
});

test("it is ended when nothing was asked for a while, not while a call runs, and started again by the next call", async t => {
  const viewer = viewerFor(t, { idleMs: 50 });
  const cancel = new AbortController();
  const long = viewer.call("render", waiting, { signal: cancel.signal }).catch((error: unknown) => error);
  const first = await pidOf(viewer);
  // One that is idle from now on is ended, at which this one's end, were it due, would be past.
  const idle = viewerFor(t, { idleMs: 50 });
  await pidOf(idle);
  await until("the idle viewer has ended", () => idle.pid === null);
  assert.equal(viewer.pid, first, "a call runs still");
  cancel.abort();
  assert.ok((await long) instanceof CallError);
  await until("the viewer has ended", () => viewer.pid === null);
  assert.notEqual(await pidOf(viewer), first);
});

test("when it dies its calls end with its last words, and the next call has another process", async t => {
  const viewer = viewerFor(t);
  const first = await pidOf(viewer);
  const pending = viewer.call("render", waiting);
  const refused = assert.rejects(pending, closed(/exit code 7.*out of memory/));
  await assert.rejects(viewer.call("evaluate", { run: "/runs/a", step: 1 }), closed(/out of memory/));
  await refused;
  assert.notEqual(await pidOf(viewer), first);
});

test("without its program, and after the window is closed, calls are refused with the reason", async t => {
  const none = new SharedViewer("/nowhere/viewer.js");
  await assert.rejects(none.call("real", { run: "/runs/a", count: 1 }), closed(/viewer ended/));
  const viewer = viewerFor(t);
  await pidOf(viewer);
  viewer.dispose();
  await assert.rejects(pidOf(viewer), closed(/window is closing/));
});

test("until the workspace is trusted no process starts, neither to be warm nor for a call", async t => {
  let isTrusted = false;
  const viewer = viewerFor(t, { mayStart: () => isTrusted });
  viewer.warm();
  await assert.rejects(pidOf(viewer), { code: "untrusted", message: /trust this workspace/ });
  assert.equal(viewer.pid, null);
  isTrusted = true;
  assert.equal(await pidOf(viewer), viewer.pid);
});
