import { CallError, type CallMap, type Handlers, type MethodOf } from "./calls.ts";

/**
 * What a page's call does:
 * - `looks`: answers from what was recorded, or shows something in the editor;
 * - `writes`: changes a run, notes or a file;
 * - `starts`: starts or steers a process;
 * - `renders`: has the viewer run a checkpoint's networks or read the data that run.json names, wherever they lie.
 */
export type CallKind = "looks" | "writes" | "starts" | "renders";

export type CallKinds<Calls extends CallMap<Calls>> = {
  readonly [M in MethodOf<Calls>]: CallKind | ((params: Calls[M]["params"]) => CallKind);
};

/** Why something is refused while the workspace is not trusted. */
export const untrusted: Readonly<Record<Exclude<CallKind, "looks">, string>> = {
  writes: "this workspace is not trusted: its runs can be looked at, nothing is written",
  starts: "this workspace is not trusted: its runs can be looked at, not trained or steered",
  renders: "trust this workspace to see this: it is rendered from the run's networks and data",
};

/** Whether a call changes anything. */
export const isDeed = (kind: CallKind): boolean => kind === "writes" || kind === "starts";

/**
 * The same handlers, which only look while the workspace is not trusted; other calls reject with "untrusted".
 * @param act hears before a call that changes something
 */
export function whileTrusted<Calls extends CallMap<Calls>>(
  kinds: CallKinds<Calls>,
  handlers: Handlers<Calls>,
  isTrusted: () => boolean,
  act: () => void = () => undefined,
): Handlers<Calls> {
  const guarded = <M extends MethodOf<Calls>>(method: M): Handlers<Calls>[M] => {
    const of: CallKind | ((params: Calls[M]["params"]) => CallKind) = kinds[method];
    return async (params, signal) => {
      const kind = typeof of === "function" ? of(params) : of;
      if (kind !== "looks" && !isTrusted()) throw new CallError("untrusted", untrusted[kind]);
      if (isDeed(kind)) act();
      return handlers[method](params, signal);
    };
  };
  const methods = Object.keys(handlers) as MethodOf<Calls>[];
  // TypeScript does not follow each method to its own handler.
  return Object.fromEntries(methods.map(method => [method, guarded(method)])) as Handlers<Calls>;
}
