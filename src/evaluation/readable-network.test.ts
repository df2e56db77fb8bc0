import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import protobuf from "protobufjs/light.js";
import { temporaryFolder } from "../../test/support/run-folder.ts";
import { DataError } from "../data/data-error.ts";
import { openModel } from "../execution/model.ts";
import { NEWEST_IR, NEWEST_OPSET } from "./readable-models.ts";
import { readNetwork } from "./readable-network.ts";

type Fill = (writer: protobuf.Writer) => void;

const bytes = (fill: Fill): Uint8Array => {
  const writer = protobuf.Writer.create();
  fill(writer);
  return writer.finish();
};

interface Wish {
  readonly ir?: number;
  readonly opset?: number;
  readonly type?: number;
  readonly outside?: boolean;
}

/** y = Relu(x), by field numbers of onnx.proto; maybe with a weight that lies in another file. */
function network({ ir = 8, opset = 13, type = 1, outside = false }: Wish): Uint8Array {
  const shape = bytes(w => {
    w.uint32(10).bytes(bytes(d => d.uint32(18).string("n")));
    w.uint32(10).bytes(bytes(d => d.uint32(8).int64(3)));
  });
  const port = (name: string) =>
    bytes(w =>
      w
        .uint32(10)
        .string(name)
        .uint32(18)
        .bytes(bytes(t => t.uint32(10).bytes(bytes(u => u.uint32(8).int32(type).uint32(18).bytes(shape))))),
    );
  const graph = bytes(w => {
    w.uint32(10).bytes(bytes(n => n.uint32(10).string("x").uint32(18).string("y").uint32(34).string("Relu")));
    w.uint32(18).string("g");
    if (outside) w.uint32(42).bytes(bytes(t => t.uint32(66).string("conv1.weight").uint32(112).int32(1)));
    w.uint32(90).bytes(port("x")).uint32(98).bytes(port("y"));
  });
  return bytes(w =>
    w
      .uint32(8)
      .int64(ir)
      .uint32(58)
      .bytes(graph)
      .uint32(66)
      .bytes(bytes(o => o.uint32(16).int64(opset))),
  );
}

test("the newest versions that are said to be read are read by the runtime, and the next ones are not", async () => {
  for (const wish of [{ ir: NEWEST_IR }, { opset: NEWEST_OPSET }]) {
    const model = await openModel(network(wish));
    assert.deepEqual(await model.run(1, { x: Float32Array.of(-1, 0, 2) }), { y: Float32Array.of(0, 0, 2) });
    await model.close();
  }
  for (const wish of [{ ir: NEWEST_IR + 1 }, { opset: NEWEST_OPSET + 1 }])
    await assert.rejects(openModel(network(wish)));
});

test("what the runtime would refuse is refused by name, before it is asked", t => {
  const file = join(temporaryFolder(t), "f.onnx");
  const read = (wish: Wish) => {
    writeFileSync(file, network(wish));
    return readNetwork(file, "feature network", "pictures", "features");
  };
  const refused = (wish: Wish, why: RegExp) => {
    assert.throws(
      () => read(wish),
      error => {
        assert.ok(error instanceof DataError);
        assert.match(error.message, why);
        return true;
      },
    );
  };
  assert.equal(read({}).input.name, "x");
  refused({ ir: NEWEST_IR + 1 }, /format version 14; versions up to 13 are read/);
  refused({ opset: NEWEST_OPSET + 1 }, /operators of version 27; versions up to 26 are known/);
  refused({ outside: true }, /its weights lie in other files \("conv1.weight"/);
  refused({ type: 10 }, /the input "x" is float16 \(half precision\)/);
  refused({ type: 16 }, /bfloat16/);
});
