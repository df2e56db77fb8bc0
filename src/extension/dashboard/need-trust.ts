import * as vscode from "vscode";
import { CallError } from "../../protocol/calls.ts";

/** Throws a CallError where the workspace is not trusted. */
export function needTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new CallError("input", "this workspace is not trusted: its runs can be looked at, not steered");
}
