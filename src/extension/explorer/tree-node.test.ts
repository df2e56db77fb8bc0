import assert from "node:assert/strict";
import { test } from "node:test";
import { TreeNodes, type Row } from "./tree-node.ts";

const group = (name: string, count: string, children: readonly Row[] = []): Row => ({
  kind: "experiment",
  file: null,
  alone: true,
  key: name,
  name,
  count,
  children,
});
const nodes = () => new TreeNodes((a, b) => "count" in a && "count" in b && a.count !== b.count);

test("a row that stays keeps its node, and only what looks different is drawn again", () => {
  const tree = nodes();
  assert.equal(tree.update([group("a", "1"), group("b", "1", [group("c", "1")])]), "all");
  const [a, b] = tree.roots;
  assert.deepEqual(tree.update([group("a", "1"), group("b", "2", [group("c", "1")])]), [b]);
  assert.equal(tree.roots[0], a);
  assert.equal(tree.find("c")?.parent, b);
  assert.deepEqual(tree.update([group("a", "1"), group("b", "2", [group("c", "9")])]), [tree.find("c")]);
});

test("a row that comes, goes or moves draws its parent again, at the top everything", () => {
  const tree = nodes();
  const [x, y] = [group("x", "1"), group("y", "1")];
  tree.update([group("a", "1", [x]), group("b", "1")]);
  assert.deepEqual(tree.update([group("a", "1", [x, y]), group("b", "1")]), [tree.find("a")]);
  assert.equal(tree.update([group("b", "1"), group("a", "1", [x, y])]), "all");
  assert.equal(tree.update([group("b", "1")]), "all");
  assert.equal(tree.find("x"), undefined);
});

test("a row that moves below another gets another node", () => {
  const tree = nodes();
  tree.update([group("a", "1", [group("x", "1")]), group("b", "1")]);
  const before = tree.find("x");
  tree.update([group("a", "1"), group("b", "1", [group("x", "1")])]);
  assert.notEqual(tree.find("x"), before);
  assert.equal(tree.find("x")?.parent, tree.find("b"));
});

test("a row that gets its first child, or loses its last, gets another node, so that the view opens it", () => {
  const tree = nodes();
  const x = group("x", "1", [group("y", "1")]);
  tree.update([group("a", "1", [group("x", "1")])]);
  const leaf = tree.find("x");
  assert.deepEqual(tree.update([group("a", "1", [x])]), [tree.find("a")]);
  assert.notEqual(tree.find("x"), leaf);
  const parent = tree.find("x");
  assert.deepEqual(tree.update([group("a", "1", [x])]), []);
  assert.equal(tree.find("x"), parent);
});
