import * as vscode from "vscode";
import { settingValue, type SettingName, type SettingValue } from "./contributions/settings.ts";

/** A setting's value for a file or folder. In a workspace that is not trusted only the user's own settings count. */
export function setting<N extends SettingName>(name: N, scope?: vscode.Uri): SettingValue<N> {
  const configuration = vscode.workspace.getConfiguration("pairingLab", scope ?? null);
  const written: unknown = vscode.workspace.isTrusted
    ? configuration.get(name)
    : configuration.inspect(name)?.globalValue;
  return settingValue(name, written);
}
