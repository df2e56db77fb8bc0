// A graphics card that the processor plays, as scripts/software-card.sh puts it into out/: Mesa's lavapipe.
import { existsSync } from "node:fs";
import { resolve } from "node:path";

const folder = resolve("out", "software-card");
const card = resolve(folder, "card.json");

/** The reason to skip a test that needs it, or false. */
export function softwareCardMissing(): string | false {
  return existsSync(card) ? false : "no software graphics card; Debian 12: scripts/software-card.sh";
}

/** The environment in which a process finds it, and no other card. Its shaders are compiled in a hurry. */
export const withSoftwareCard: Readonly<Record<string, string>> = {
  LD_LIBRARY_PATH: resolve(folder, "root/usr/lib/x86_64-linux-gnu"),
  VK_ICD_FILENAMES: card,
  VK_DRIVER_FILES: card,
  XDG_RUNTIME_DIR: "/tmp",
  GALLIVM_PERF: "nopt",
  LP_NATIVE_VECTOR_WIDTH: "128",
};

/** The environment in which a process finds no card at all, whatever the machine has. */
export const withoutCards: Readonly<Record<string, string>> = {
  VK_ICD_FILENAMES: resolve(folder, "none.json"),
  VK_DRIVER_FILES: resolve(folder, "none.json"),
};
