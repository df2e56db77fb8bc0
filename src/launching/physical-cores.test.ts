import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { test } from "node:test";
import { countCores, physicalCores } from "./physical-cores.ts";

const processor = (index: number, socket: number, core: number) =>
  `processor\t: ${index}\nmodel name\t: A CPU\nphysical id\t: ${socket}\nsiblings\t: 4\ncore id\t\t: ${core}\ncpu cores\t: 2\n`;

test("two threads of one core are one core, equal numbers in two sockets are two", () => {
  const threads = [processor(0, 0, 0), processor(1, 0, 1), processor(2, 0, 0), processor(3, 0, 1)];
  assert.equal(countCores(threads.join("\n")), 2);
  assert.equal(countCores([...threads, processor(4, 1, 0)].join("\n")), 3);
});

test("a machine that does not tell its cores has none that can be counted", () => {
  assert.equal(countCores("processor\t: 0\nBogoMIPS\t: 50.00\n"), null);
});

test("there is at least one core, and no more than threads", () => {
  assert.ok(physicalCores() >= 1 && physicalCores() <= availableParallelism());
});
