import type { App } from "../app.ts";
import type { CommandName } from "../contributions/commands.ts";

/** What a command does. `given` is what the menu, key binding or caller handed over: anything at all. */
export type Handler = (app: App, given: readonly unknown[]) => Promise<unknown>;

export type Handlers = Readonly<Record<CommandName, Handler>>;

export type HandlersOf<Names extends CommandName> = Readonly<Record<Names, Handler>>;
