import * as vscode from "vscode";
import { tell } from "./door/messages.ts";
import { words } from "./door/words.ts";

/** Why something cannot be done in a workspace that is not trusted. */
export const needsTrustText = (what: string): string =>
  `${what} needs a trusted workspace. In Restricted Mode runs can be looked at.`;

/** Says that something needs trust and offers the editor in which it is given. */
export async function offerTrust(what: string): Promise<void> {
  const manage = "Manage Workspace Trust";
  const chosen = await tell("warning", words(needsTrustText(what)), manage);
  if (chosen === manage) await manageTrust();
}

/** Opens the editor in which a person trusts the workspace. */
export async function manageTrust(): Promise<void> {
  await vscode.commands.executeCommand("workbench.trust.manage");
}
