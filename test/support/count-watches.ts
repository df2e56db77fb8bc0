import { readdirSync, readFileSync } from "node:fs";

/** How many folders the system watches for this process; null where it does not tell (all but Linux). */
export function countWatches(): number | null {
  if (process.platform !== "linux") return null;
  const texts = readdirSync("/proc/self/fdinfo").map(fd => {
    try {
      return readFileSync(`/proc/self/fdinfo/${fd}`, "utf8");
    } catch {
      return ""; // the one that the folder itself was read with
    }
  });
  return texts.join("").match(/^inotify /gm)?.length ?? 0;
}
