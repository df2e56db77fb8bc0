import type { CommandName } from "../contributions/commands.ts";

/** What a command does with the parts that it uses. `given` is what the menu, key binding or caller handed over: anything at all. */
export type Handler<Needs> = (app: Needs, given: readonly unknown[]) => Promise<unknown>;

export type HandlersOf<Names extends CommandName, Needs> = Readonly<Record<Names, Handler<Needs>>>;
