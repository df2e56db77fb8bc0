import assert from "node:assert/strict";
import { test } from "node:test";
import { CallError, type Handlers, type ParamReaders } from "./calls.ts";
import { Caller, serve, type ProtocolVersion } from "./channel.ts";
import { fields, integer } from "./shapes.ts";
import type { Wire } from "./wire.ts";

interface TestCalls {
  readonly double: { readonly params: { readonly value: number }; readonly result: number };
  readonly wait: { readonly params: null; readonly result: string };
  readonly break: { readonly params: CallError | Error; readonly result: never };
}

const version: ProtocolVersion = { protocol: "test", version: 3 };

const readers: ParamReaders<TestCalls> = {
  double: value => fields<{ readonly value: number }>({ value: integer(0, 1000) })(value, ""),
  wait: () => null,
  break: value => (value instanceof Error ? value : new Error("no error given")),
};

/** `wait` ends only when it is cancelled, and then resolves `aborted`. */
function connect(callerVersion = version, servingVersion = version) {
  const abortion = new EventTarget();
  const aborted = new Promise(resolve => {
    abortion.addEventListener("abort", resolve);
  });
  const handlers: Handlers<TestCalls> = {
    double: ({ value }) => Promise.resolve(value * 2),
    wait: (_, signal) =>
      new Promise(resolve => {
        signal.addEventListener("abort", () => {
          abortion.dispatchEvent(new Event("abort"));
          resolve("too late");
        });
      }),
    break: error => Promise.reject(error),
  };
  const sent: Wire[] = [];
  const answered: Wire[] = [];
  const wire: { serving: ReturnType<typeof serve<TestCalls>> | null } = { serving: null };
  const caller = new Caller<TestCalls>(callerVersion, packet => {
    sent.push(packet);
    queueMicrotask(() => wire.serving?.receive(packet));
  });
  wire.serving = serve<TestCalls>(
    servingVersion,
    packet => {
      answered.push(packet);
      queueMicrotask(() => {
        caller.receive(packet);
      });
    },
    readers,
    handlers,
  );
  return { caller, serving: wire.serving, sent, answered, aborted };
}

const failsWith = (code: string, message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof CallError);
  assert.equal(error.code, code);
  assert.match(error.message, message);
  return true;
};

test("a call gives its handler's result", async () => {
  const { caller } = connect();
  assert.deepEqual(await Promise.all([1, 2, 3].map(value => caller.call("double", { value }))), [2, 4, 6]);
});

test("parameters that the reader refuses come back as an error that names them", async () => {
  const { caller } = connect();
  await assert.rejects(
    caller.call("double", { value: -1 }),
    failsWith("invalid", /value must be a whole number/),
  );
});

test("an unknown method is refused, also one that every object has", async () => {
  const { caller } = connect();
  for (const name of ["triple", "toString", "__proto__"]) {
    await assert.rejects(
      // A program of another version may call anything.
      caller.call(name as "double", { value: 1 }),
      failsWith("invalid", new RegExp(`no call named ${name}`)),
    );
  }
});

test("a handler's CallError keeps its code, any other error arrives as failed", async () => {
  const { caller } = connect();
  await assert.rejects(
    caller.call("break", new CallError("input", "no such step")),
    failsWith("input", /no such step/),
  );
  await assert.rejects(caller.call("break", new Error("odd")), failsWith("failed", /odd/));
});

test("cancelling rejects at once and aborts the handler, whose answer is dropped", async () => {
  const { caller, answered, aborted } = connect();
  const controller = new AbortController();
  const call = caller.call("wait", null, { signal: controller.signal });
  await caller.call("double", { value: 1 }); // the call before it has arrived by now
  controller.abort();
  await assert.rejects(call, failsWith("cancelled", /wait was cancelled/));
  await aborted;
  await caller.call("double", { value: 1 });
  assert.deepEqual(
    answered.map(packet => packet.kind),
    ["hello", "result", "result"],
  );
});

test("a signal aborted before the call sends nothing", async () => {
  const { caller, sent } = connect();
  await assert.rejects(
    caller.call("wait", null, { signal: AbortSignal.abort() }),
    failsWith("cancelled", /wait/),
  );
  assert.deepEqual(
    sent.map(packet => packet.kind),
    ["hello"],
  );
});

test("a call without an answer times out and cancels the handler", async () => {
  const { caller, aborted } = connect();
  await assert.rejects(caller.call("wait", null, { timeout: 5 }), failsWith("timeout", /within 0.005 s/));
  await aborted;
});

test("closing settles every pending call and refuses later ones with the reason", async () => {
  const { caller } = connect();
  const calls = [caller.call("wait", null), caller.call("wait", null)];
  caller.close(new CallError("closed", "the viewer ended"));
  caller.close(new CallError("closed", "and again"));
  for (const call of [...calls, caller.call("wait", null)]) {
    await assert.rejects(call, failsWith("closed", /the viewer ended/));
  }
});

test("a closed server aborts what runs and answers no more", async () => {
  const { caller, serving, answered, aborted } = connect();
  const call = caller.call("wait", null, { timeout: 50 });
  await caller.call("double", { value: 1 });
  serving.close();
  await aborted;
  await assert.rejects(call, failsWith("timeout", /wait/));
  assert.equal(answered.length, 2);
});

test("ends of different versions part with a message that names both", async () => {
  const { caller } = connect(version, { protocol: "test", version: 4 });
  await assert.rejects(
    caller.call("double", { value: 1 }),
    failsWith("closed", /speaks test 4, this one test 3/),
  );
});

test("an end that does not greet first is refused", async () => {
  const caller = new Caller<TestCalls>(version, () => undefined);
  const call = caller.call("double", { value: 1 });
  caller.receive({ kind: "result", id: 1, value: 2 });
  await assert.rejects(call, failsWith("closed", /did not greet with test 3/));
});

test("a post that throws closes the caller", async () => {
  const caller = new Caller<TestCalls>(version, () => {
    throw new Error("channel closed");
  });
  await assert.rejects(caller.call("wait", null), failsWith("closed", /cannot be reached: channel closed/));
});

test("packets that are no packets, late answers and foreign ids change nothing", async () => {
  const { caller, serving } = connect();
  await caller.call("double", { value: 1 });
  const odd = [
    null,
    7,
    "call",
    {},
    { kind: "call" },
    { kind: "call", id: 1.5, method: "double" },
    { kind: "odd", id: 1 },
  ];
  const late = [
    { kind: "result", id: 1, value: 9 },
    { kind: "error", id: 99, code: "failed", message: "" },
  ];
  for (const packet of [...odd, ...late, { kind: "error", id: 2, code: "unknown", message: "" }]) {
    caller.receive(packet);
    serving.receive(packet);
  }
  assert.equal(await caller.call("double", { value: 4 }), 8);
});
