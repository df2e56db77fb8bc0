// The other end of a network folder: shows a plain folder to the kernel by FUSE, as slowly as it is told, or refuses, or is silent.
import { spawn } from "node:child_process";
import fs from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import * as wire from "./wire.ts";

/** How a network is. */
export interface Weather {
  /** Milliseconds that each answer takes. */
  readonly slow: number;
  /** What every call is refused with; null: none is. */
  readonly refused: "EIO" | "ESTALE" | "ETIMEDOUT" | null;
  /** No call is answered before the weather changes. */
  readonly silent: boolean;
}

export type Told = { readonly mounted: true } | { readonly weather: Weather } | { readonly failed: string };

const read = promisify(fs.read);
const ROOT = 1n;
const { operations } = wire;

/** What stands at a place: files are the same node by every name. */
interface Node {
  readonly id: bigint;
  path: string;
  /** Open handles: of a file without a name the only way to it. */
  readonly handles: Set<number>;
}

class Files {
  readonly #root: Node;
  readonly #byId = new Map<bigint, Node>();
  readonly #byInode = new Map<bigint, Node>();

  constructor(folder: string) {
    this.#root = { id: ROOT, path: folder, handles: new Set() };
    this.#byId.set(ROOT, this.#root);
  }

  #node(id: bigint): Node {
    const node = this.#byId.get(id);
    if (node === undefined) throw Object.assign(new Error("no such node"), { code: "ESTALE" });
    return node;
  }

  #entry(path: string): { node: Node; stats: fs.BigIntStats } {
    const stats = fs.lstatSync(path, { bigint: true });
    let node = this.#byInode.get(stats.ino);
    if (node === undefined) {
      node = { id: BigInt(this.#byId.size + 1), path, handles: new Set() };
      this.#byId.set(node.id, node);
      this.#byInode.set(stats.ino, node);
    }
    node.path = path;
    return { node, stats };
  }

  #entryReply(path: string): Buffer {
    const { node, stats } = this.#entry(path);
    return wire.entryReply(node.id, stats);
  }

  #stats(node: Node): fs.BigIntStats {
    const [handle] = node.handles;
    return handle === undefined
      ? fs.lstatSync(node.path, { bigint: true })
      : fs.fstatSync(handle, { bigint: true });
  }

  /** The number of a file becomes another's once it has no name and nobody has it open. */
  #forget(path: string): void {
    const { ino, nlink } = fs.lstatSync(path, { bigint: true });
    if (nlink <= 1n) this.#byInode.delete(ino);
  }

  answer({ operation, node: id, body }: wire.Request): Buffer | undefined {
    if (operation === operations.init) return wire.initReply();
    const node = this.#node(id);
    const named = (at: number) => join(node.path, wire.namesFrom(body, at)[0] ?? "");
    const handle = () => Number(body.readBigUInt64LE(0));
    switch (operation) {
      case operations.lookup:
        return this.#entryReply(named(0));
      case operations.getAttributes:
        return wire.attributesReply(this.#stats(node));
      case operations.setAttributes:
        this.#set(node, body);
        return wire.attributesReply(this.#stats(node));
      case operations.makeFolder:
        fs.mkdirSync(named(8), body.readUInt32LE(0));
        return this.#entryReply(named(8));
      case operations.unlink:
        this.#forget(named(0));
        fs.unlinkSync(named(0));
        return undefined;
      case operations.removeFolder:
        fs.rmdirSync(named(0));
        return undefined;
      case operations.rename:
      case operations.rename2: {
        const [from = "", to = ""] = wire.namesFrom(body, operation === operations.rename ? 8 : 16);
        const target = join(this.#node(body.readBigUInt64LE(0)).path, to);
        if (fs.existsSync(target)) this.#forget(target);
        fs.renameSync(join(node.path, from), target);
        return undefined;
      }
      case operations.link:
        fs.linkSync(this.#node(body.readBigUInt64LE(0)).path, named(8));
        return this.#entryReply(named(8));
      case operations.open: {
        const opened = fs.openSync(node.path, body.readUInt32LE(0) & ~fs.constants.O_APPEND);
        node.handles.add(opened);
        return wire.openReply(opened);
      }
      case operations.create: {
        const path = named(16);
        const opened = fs.openSync(
          path,
          (body.readUInt32LE(0) & ~fs.constants.O_APPEND) | fs.constants.O_CREAT,
          body.readUInt32LE(4),
        );
        const { node: made, stats } = this.#entry(path);
        made.handles.add(opened);
        return Buffer.concat([wire.entryReply(made.id, stats), wire.openReply(opened)]);
      }
      case operations.read: {
        const bytes = Buffer.alloc(body.readUInt32LE(16));
        return bytes.subarray(
          0,
          fs.readSync(handle(), bytes, 0, bytes.length, Number(body.readBigUInt64LE(8))),
        );
      }
      case operations.write: {
        const bytes = body.subarray(40, 40 + body.readUInt32LE(16));
        return wire.writtenReply(
          fs.writeSync(handle(), bytes, 0, bytes.length, Number(body.readBigUInt64LE(8))),
        );
      }
      case operations.release:
        node.handles.delete(handle());
        fs.closeSync(handle());
        return undefined;
      case operations.statistics:
        return wire.statisticsReply();
      case operations.readFolder: {
        const entries = fs.readdirSync(node.path, { withFileTypes: true });
        return wire.folderReply(entries, Number(body.readBigUInt64LE(8)), body.readUInt32LE(16));
      }
      case operations.openFolder:
        return wire.openReply(0);
      case operations.flush:
      case operations.releaseFolder:
      case operations.sync:
      case operations.syncFolder:
        return undefined;
      default:
        throw Object.assign(new Error("not known"), { code: "ENOSYS" });
    }
  }

  #set(node: Node, body: Buffer): void {
    const { mode, size, accessed, modified } = wire.settingsOf(body);
    if (mode !== null) fs.chmodSync(node.path, mode & 0o7777);
    if (size !== null) {
      const [handle] = node.handles;
      if (handle === undefined) fs.truncateSync(node.path, size);
      else fs.ftruncateSync(handle, size);
    }
    if (accessed !== null || modified !== null) {
      const { atimeMs, mtimeMs } = fs.statSync(node.path);
      fs.utimesSync(node.path, accessed ?? atimeMs / 1000, modified ?? mtimeMs / 1000);
    }
  }
}

const numberOf = (code: string): number =>
  new Map(Object.entries(constants.errno)).get(code) ?? constants.errno.EIO;

/** Serves a folder at a place until it is unmounted there. Weather comes by message and is confirmed. */
export async function serve(folder: string, place: string): Promise<void> {
  const tell = (told: Told) => process.send?.(told);
  let weather: Weather = { slow: 0, refused: null, silent: false };
  process.on("message", (changed: Weather) => {
    weather = changed;
    tell({ weather });
  });
  const device = fs.openSync("/dev/fuse", "r+");
  const options = "fd=3,rootmode=40000,user_id=0,group_id=0,allow_other,default_permissions";
  const mount = spawn("mount", ["-i", "-t", "fuse", "-o", options, "network", place], {
    stdio: ["ignore", "inherit", "inherit", device],
  });
  mount.on("exit", code => {
    tell(code === 0 ? { mounted: true } : { failed: `mount ended with ${String(code)}` });
  });
  const files = new Files(folder);
  const answer = async (request: wire.Request): Promise<void> => {
    while (weather.silent) await delay(20);
    if (weather.slow > 0) await delay(weather.slow);
    const refused = request.operation === operations.release ? null : weather.refused;
    let reply: Buffer;
    try {
      if (refused !== null) throw Object.assign(new Error(refused), { code: refused });
      reply = wire.reply(request.id, 0, files.answer(request));
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "EIO";
      reply = wire.reply(request.id, numberOf(code));
    }
    try {
      fs.writeSync(device, reply);
    } catch {
      // Whoever asked has gone, or the place is unmounted.
    }
  };
  const unanswered: readonly number[] = [operations.forget, operations.forgetMany, operations.interrupt];
  for (;;) {
    const buffer = Buffer.alloc(wire.MOST_WRITTEN + 8192);
    let length: number;
    try {
      length = (await read(device, buffer, 0, buffer.length, null)).bytesRead;
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENODEV") return;
      continue;
    }
    const request = wire.readRequest(buffer.subarray(0, length));
    // One after the other where nothing is slow, as the kernel asks: what waits must not hold up what does not.
    if (!unanswered.includes(request.operation)) void answer(request);
  }
}
