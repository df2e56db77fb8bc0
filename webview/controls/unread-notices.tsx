import type { UnreadFolder } from "../../src/protocol/page-protocol.ts";
import { Button } from "./button.tsx";

interface UnreadNoticesProps {
  readonly unread: readonly UnreadFolder[];
  readonly onRemove: (folder: string) => void;
}

/** What a page is about and cannot show: it keeps its place, and is shown once it can be read again. */
export function UnreadNotices({ unread, onRemove }: UnreadNoticesProps) {
  return unread.map(({ folder, problem }) => (
    <p key={folder} class="notice warning" role="status">
      <span class="grow">
        <b>{nameOf(folder)}</b> is not shown: {problem.replace(/[.]?$/, ".")} It is shown again once its
        folder is back.
      </span>
      <Button
        look="secondary"
        onPress={() => {
          onRemove(folder);
        }}
      >
        Remove
      </Button>
    </p>
  ));
}

const nameOf = (folder: string): string => folder.split(/[\\/]/).at(-1) ?? folder;
