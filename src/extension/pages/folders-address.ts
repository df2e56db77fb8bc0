/** The address of a page that shows several folders together. */
export interface FoldersAddress {
  readonly folders: readonly string[];
}

/** Equal for the same folders, whatever their order. */
export const keyOfFolders = ({ folders }: FoldersAddress): string => [...folders].sort().join("\n");
