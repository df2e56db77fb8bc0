import type { CallKinds } from "./call-kinds.ts";
import { CallError, type CallMap, type MethodOf, type ParamReaders, type ResultReaders } from "./calls.ts";
import type { ProtocolVersion } from "./channel.ts";
import { fields, list, text, where, type Shape } from "./shapes.ts";

/** What a page keeps with setState, so that its panel can be opened again; `ui` is the page's own. */
export type Kept<Address extends object> = Address & { readonly ui: unknown };

/**
 * All that a page of a kind and its host must agree on, for both. `Address` is what a page is about, `Packet` what the host
 * sends, news of the page's own kind among it.
 */
export interface PageProtocol<Address extends object, Calls extends CallMap<Calls>, Packet> {
  readonly version: ProtocolVersion;
  /** The call that asks for everything. */
  readonly start: MethodOf<Calls>;
  readonly params: ParamReaders<Calls>;
  readonly results: ResultReaders<Calls>;
  readonly kinds: CallKinds<Calls>;
  /** The calls that ask the user something first, or wait for runs to save: they may take as long as people do. */
  readonly asking: readonly MethodOf<Calls>[];
  /** What arrived from the host; null for what is none of ours. Throws a CallError for what cannot be shown. */
  readonly read: (packet: unknown) => Packet | null;
  /** What a page is about. */
  readonly about: Shape<Address>;
}

/** What a page is about that had kept this; null for anything else, also what another version kept. */
export function addressIn<Address extends object>(
  { about }: { readonly about: Shape<Address> },
  saved: unknown,
): Address | null {
  try {
    return about(saved, "");
  } catch (error) {
    if (error instanceof CallError) return null;
    throw error;
  }
}

/** The same, with what the page kept of its own. */
export function keptIn<Address extends object>(
  page: { readonly about: Shape<Address> },
  saved: unknown,
): Kept<Address> | null {
  const address = addressIn(page, saved);
  return address === null ? null : { ...address, ui: (saved as Partial<Kept<object>>).ui ?? null };
}

/** A folder's path, or a name that is not empty. */
const place = where(text(32_768), path => path !== "", "a path");

/** What a page is about: a run's folder, or a sweep's. */
export interface FolderAddress {
  readonly folder: string;
}
export const folderAddress: Shape<FolderAddress> = fields<FolderAddress>({ folder: place });

/** What a page is about that shows several folders together. */
export interface FoldersAddress {
  readonly folders: readonly string[];
}
/** One of them that cannot be read, and why, for people. */
export interface UnreadFolder {
  readonly folder: string;
  readonly problem: string;
}
export const unreadFolder: Shape<UnreadFolder> = fields<UnreadFolder>({
  folder: place,
  problem: text(20_000),
});
/** Equal for the same folders, whatever their order. */
export const keyOfFolders = ({ folders }: FoldersAddress): string => [...folders].sort().join("\n");
/** Of one folder to `most`. */
export const foldersAddress = (most: number): Shape<FoldersAddress> =>
  where(
    fields<FoldersAddress>({ folders: list(place, most) }),
    ({ folders }) => folders.length > 0,
    "a folder",
  );

/** A trial's page: the folder that its branches lie in, and which trial it is. */
export interface TrialAddress {
  readonly runsFolder: string;
  readonly id: string;
}
export const trialAddress: Shape<TrialAddress> = fields<TrialAddress>({ runsFolder: place, id: place });
