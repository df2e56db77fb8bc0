// Tables and arrays as pandas, NumPy and Python's csv write them.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { readArrayFile } from "../../src/data/array-file.ts";
import { readCsvPoints } from "../../src/data/csv/points.ts";
import { temporaryFolder } from "../support/run-folder.ts";
import { peersMissing, python } from "./python.ts";

const program = `
import csv, numpy as np, pandas as pd
folder = given["folder"]
random = np.random.default_rng(5)
values = random.normal(size=(60, 3)) * [1, 1000, 1e-3]
frame = pd.DataFrame(values, columns=["x", "reaction time", "Höhe (cm)"])
bare = pd.DataFrame(values)
written = {}
def put(name, write, dims=3):
    write(f"{folder}/{name}.csv")
    written[name] = dims
put("index", frame.to_csv)
put("no index", lambda f: frame.to_csv(f, index=False))
put("bare", bare.to_csv)
put("bare, no index", lambda f: bare.to_csv(f, index=False))
put("a part", lambda f: frame.iloc[::2].to_csv(f))
put("shuffled", lambda f: frame.sample(frac=1, random_state=1).to_csv(f))
put("read again", lambda f: pd.read_csv(f"{folder}/index.csv").to_csv(f))
put("joined", lambda f: pd.concat([frame, frame]).to_csv(f))
put("dates", lambda f: frame.set_index(pd.date_range("2024-01-01", periods=60)).to_csv(f))
put("names", lambda f: frame.set_index(pd.Index([f"sample {i}" for i in range(60)])).to_csv(f))
put("european", lambda f: frame.to_csv(f, sep=";", decimal=",", index=False))
put("european index", lambda f: frame.to_csv(f, sep=";", decimal=","))
put("tabs", lambda f: frame.to_csv(f, sep="\\t", decimal=",", index=False))
put("utf-16", lambda f: frame.to_csv(f, encoding="utf-16"))
put("cp1252", lambda f: frame.to_csv(f, encoding="cp1252"))
put("utf-8-sig", lambda f: frame.to_csv(f, encoding="utf-8-sig"))
put("quoted", lambda f: frame.to_csv(f, quoting=csv.QUOTE_ALL))
put("one", lambda f: frame[["reaction time"]].to_csv(f, index=False), 1)
put("one, index", lambda f: frame[["reaction time"]].to_csv(f), 1)
put("one, european", lambda f: frame[["reaction time"]].to_csv(f, index=False, decimal=",", sep=";"), 1)
put("rounded", lambda f: frame.round(2).to_csv(f))
put("packed", lambda f: frame.to_csv(f, compression="gzip"))
put("savetxt", lambda f: np.savetxt(f, values))
put("savetxt, header", lambda f: np.savetxt(f, values, header="x y z", delimiter=","))
put("savetxt, footer", lambda f: np.savetxt(f, values, header="x,y,z", footer="made today", delimiter=",", comments="#"))
def plain(f):
    with open(f, "w", newline="") as out:
        writer = csv.writer(out, dialect="excel-tab")
        writer.writerow(frame.columns)
        writer.writerows(values)
put("csv module", plain)
out = {}
for name, dims in written.items():
    source = {"a part": frame.iloc[::2], "shuffled": frame.sample(frac=1, random_state=1), "joined": pd.concat([frame, frame]), "rounded": frame.round(2)}.get(name, frame)
    out[name] = source[["reaction time"]].values.ravel().tolist() if dims == 1 else source.values.ravel().tolist()
print(json.dumps(out))
`;

test(
  "tables of pandas, NumPy and Python's csv are read as they were written",
  { skip: peersMissing("pandas", "numpy") },
  t => {
    const folder = temporaryFolder(t);
    const written = python(program, { folder }) as Readonly<Record<string, readonly number[]>>;
    assert.ok(Object.keys(written).length > 20);
    for (const [name, values] of Object.entries(written)) {
      const { data } = readCsvPoints(join(folder, `${name}.csv`), { columns: [], separator: "auto" });
      assert.equal(data.length, values.length, name);
      data.forEach((value, i) => {
        const expected = values[i] ?? NaN;
        assert.ok(Math.abs(value - expected) <= 1e-12 * Math.abs(expected), `${name}: ${value}, ${expected}`);
      });
    }
  },
);

const arrays = `
import numpy as np
from safetensors.numpy import save_file
folder = given["folder"]
values = (np.arange(60).reshape(20, 3) * 2 + 1) % 100
out = {}
for kind in ["?", "i1", "u1", "<i2", ">i2", "<u2", "<i4", ">i4", "<u4", "<i8", ">i8", "<u8", "<f2", ">f2", "<f4", ">f4", "<f8", ">f8"]:
    name = "k" + str(len(out))
    array = values.astype(kind)
    np.save(f"{folder}/{name}.npy", np.asfortranarray(array) if len(out) % 2 else array)
    out[name + ".npy"] = array.astype("f8").ravel().tolist()
plain = values.astype("f8").ravel().tolist()
np.savez(f"{folder}/stored.npz", other=np.zeros(3), x=values); out["stored.npz"] = plain
np.savez_compressed(f"{folder}/packed.npz", x=values, other=np.zeros(3)); out["packed.npz"] = plain
save_file({"other": np.zeros(3, "f4"), "x": values.astype("f8")}, f"{folder}/a.safetensors"); out["a.safetensors"] = plain
print(json.dumps(out))
`;

test(
  "arrays of NumPy of every numeric kind, and by name, are read as they were written",
  { skip: peersMissing("numpy", "safetensors") },
  t => {
    const folder = temporaryFolder(t);
    const written = python(arrays, { folder }) as Readonly<Record<string, readonly number[]>>;
    for (const [name, values] of Object.entries(written)) {
      const { shape, data } = readArrayFile(join(folder, name), name.endsWith(".npy") ? "" : "x");
      assert.deepEqual(shape, [20, 3], name);
      assert.deepEqual([...data], values, name);
    }
  },
);
