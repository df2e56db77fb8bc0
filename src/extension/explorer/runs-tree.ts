import * as vscode from "vscode";
import type { Facts } from "../door/facts-markdown.ts";
import { showFacts } from "../door/fields.ts";
import { treeItem, type ItemContext } from "./tree-items.ts";
import { sameLook } from "./same-look.ts";
import { TreeNodes, type Row, type TreeNode } from "./tree-node.ts";

export interface TreeSource {
  /** Resolves when the runs have been read for the first time. */
  readonly ready: () => Promise<void>;
  readonly rows: () => readonly Row[];
  readonly context: () => ItemContext;
  readonly tooltip: (folder: string) => Promise<Facts | undefined>;
}

/**
 * Feeds the native tree view; draws again only what has changed. It is there from activation on, and waits for its
 * source, which is loaded after that.
 */
export class RunsTree implements vscode.TreeDataProvider<TreeNode> {
  #source: TreeSource | null = null;
  #attached: (source: TreeSource) => void = () => undefined;
  readonly #whenAttached = new Promise<TreeSource>(resolve => {
    this.#attached = resolve;
  });
  readonly #nodes = new TreeNodes((a, b) => !sameLook(a, b));
  readonly #changed = new vscode.EventEmitter<TreeNode[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;

  attach(source: TreeSource): void {
    this.#source = source;
    this.#attached(source);
  }

  /** Runs have changed. */
  update(): void {
    const change = this.#nodes.update(this.#source?.rows() ?? []);
    if (change === "all") this.#changed.fire(undefined);
    else if (change.length > 0) this.#changed.fire([...change]);
  }

  /** What all rows depend on has changed: tick boxes. */
  redraw(): void {
    this.#nodes.update(this.#source?.rows() ?? []);
    this.#changed.fire(undefined);
  }

  get nodes(): TreeNodes {
    return this.#nodes;
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node !== undefined) return [...node.children];
    await (await this.#whenAttached).ready();
    return [...this.#nodes.roots];
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    return treeItem(node.row, this.#source?.context() ?? { ticked: null });
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return node.parent ?? undefined;
  }

  async resolveTreeItem(item: vscode.TreeItem, node: TreeNode): Promise<vscode.TreeItem> {
    if (node.row.kind !== "run") return item;
    const facts = await (await this.#whenAttached).tooltip(node.row.run.folder);
    if (facts !== undefined) showFacts(item, facts);
    return item;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
