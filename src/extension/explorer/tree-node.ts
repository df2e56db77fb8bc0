import type { ObservedRun } from "../../runs/list.ts";
import type { Notes } from "../../runs/notes.ts";

/** A row of the explorer as it should be; `key` names it over time. */
export type Row =
  | {
      readonly kind: "experiment";
      readonly key: string;
      /** That of its file, or, where that is not there, of the experiment. */
      readonly name: string;
      /** The path of its file; null where that is not there. */
      readonly file: string | null;
      /** Whether no other row of an experiment has this name. */
      readonly alone: boolean;
      /** "4 runs", or "3 of 4" while a filter hides some. */
      readonly count: string;
      readonly children: readonly Row[];
    }
  | {
      readonly kind: "sweep";
      readonly key: string;
      readonly name: string;
      /** The folder of its runs. */
      readonly folder: string;
      /** Whether somebody trains it. */
      readonly sweeping: boolean;
      /** Whether every run of it that is there is done. */
      readonly done: boolean;
      readonly count: string;
      readonly children: readonly Row[];
    }
  | {
      readonly kind: "run";
      readonly key: string;
      readonly run: ObservedRun;
      readonly notes: Notes;
      /** What tells it apart from the rows beside it. */
      readonly apart: readonly string[];
      readonly underParent: boolean;
      readonly children: readonly Row[];
    }
  | {
      readonly kind: "broken";
      readonly key: string;
      readonly folder: string;
      readonly reason: string;
      readonly children: readonly Row[];
    }
  | {
      readonly kind: "more";
      readonly key: string;
      readonly hidden: number;
      readonly children: readonly Row[];
    }
  | {
      readonly kind: "logsHeading";
      readonly key: string;
      readonly name: string;
      readonly count: string;
      readonly children: readonly Row[];
    }
  | {
      /** A log folder with its runs below. */
      readonly kind: "logs";
      readonly key: string;
      readonly name: string;
      readonly log: string;
      readonly count: string;
      readonly isBroken: boolean;
      readonly children: readonly Row[];
    }
  | {
      readonly kind: "logRun";
      readonly key: string;
      readonly name: string;
      readonly log: string;
      /** The log folder that it stands for in the list; null where that has a row of its own. */
      readonly opened: string | null;
      readonly children: readonly Row[];
    };

/** A row as the tree view knows it: the same object as long as the row exists. */
export interface TreeNode {
  row: Row;
  readonly parent: TreeNode | null;
  children: readonly TreeNode[];
}

/** What has changed between two sets of rows. */
export type TreeChange = "all" | readonly TreeNode[];

/** Keeps a node for every row, and tells what the view has to draw again. */
export class TreeNodes {
  #roots: readonly TreeNode[] = [];
  #byKey = new Map<string, TreeNode>();
  /** Says whether two rows of the same key look different. */
  readonly #differs: (before: Row, after: Row) => boolean;

  constructor(differs: (before: Row, after: Row) => boolean) {
    this.#differs = differs;
  }

  get roots(): readonly TreeNode[] {
    return this.#roots;
  }

  find(key: string): TreeNode | undefined {
    return this.#byKey.get(key);
  }

  all(): Iterable<TreeNode> {
    return this.#byKey.values();
  }

  /** Takes over new rows. Rows that stay keep their node; "all" when rows came, went or moved at the top. */
  update(rows: readonly Row[]): TreeChange {
    const next = new Map<string, TreeNode>();
    const changed: TreeNode[] = [];
    const roots = this.#place(rows, null, next, changed);
    const moved = !sameNodes(roots, this.#roots);
    this.#roots = roots;
    this.#byKey = next;
    return moved ? "all" : changed;
  }

  #place(
    rows: readonly Row[],
    parent: TreeNode | null,
    next: Map<string, TreeNode>,
    changed: TreeNode[],
  ): TreeNode[] {
    return rows.map(row => {
      const held = this.#byKey.get(row.key);
      const node = held !== undefined && isSame(held, row, parent) ? held : { row, parent, children: [] };
      const looks = node === held && this.#differs(held.row, row);
      node.row = row;
      next.set(row.key, node);
      const before = node.children;
      node.children = this.#place(row.children, node, next, changed);
      if (node === held && (looks || !sameNodes(before, node.children))) changed.push(node);
      return node;
    });
  }
}

/**
 * Whether a row may keep its node. One that gets its first child, or loses its last, is another to the view, which would
 * leave it closed otherwise.
 */
const isSame = (held: TreeNode, row: Row, parent: TreeNode | null): boolean =>
  held.parent === parent &&
  held.row.kind === row.kind &&
  held.children.length > 0 === row.children.length > 0;

const sameNodes = (a: readonly TreeNode[], b: readonly TreeNode[]): boolean =>
  a.length === b.length && a.every((node, i) => node === b[i]);
