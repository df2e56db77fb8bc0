// `node scripts/device-check.mjs [FOLDER] [SECONDS]`: are this machine's devices equal to its processor, and how fast are
// they? Builds from this checkout (packages are installed where they are missing), and writes devices.json and devices.md
// into the folder (out/device-check). What is not done after so many seconds (480) is not begun any more, and named. Its
// result on a real card belongs into docs/devices/, in a file named after the card.
import { spawnSync } from "node:child_process";
import { installMissing } from "./install.mjs";

installMissing();
const { buildProduct, buildTests } = await import("../esbuild.mjs");
await Promise.all([buildProduct(), buildTests(["test/devices/check.ts"])]);
const [folder = "out/device-check", seconds = "480"] = process.argv.slice(2);
const { status } = spawnSync(
  process.execPath,
  ["--enable-source-maps", "out/test/test/devices/check.js", folder, seconds],
  { stdio: ["inherit", "inherit", "ignore"], timeout: (Number(seconds) + 90) * 1000, killSignal: "SIGKILL" },
);
process.exitCode = status ?? 1;
