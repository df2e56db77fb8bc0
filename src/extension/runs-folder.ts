import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";

/**
 * The folder that the setting means for a workspace folder: an absolute path, `~/...` in the home, or relative to the
 * workspace folder; relative to `fallback` where no folder is open.
 */
export function resolveRunsFolder(setting: string, workspaceFolder: string | null, fallback: string): string {
  const written = setting.trim() === "" ? "runs" : setting.trim();
  if (written === "~") return homedir();
  if (/^~[/\\]/.test(written)) return join(homedir(), written.slice(2));
  return isAbsolute(written) ? resolve(written) : resolve(workspaceFolder ?? fallback, written);
}
