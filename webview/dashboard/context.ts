import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { TableData } from "../controls/data-table.tsx";
import type { ImageViews } from "./images/image-views.ts";
import type { DashboardModel } from "./model.ts";
import type { Pictures } from "./pictures.ts";

/** What every part of the page reaches. */
export interface Page {
  readonly model: DashboardModel;
  readonly pictures: Pictures;
  /** The same for a run whose samples are images. */
  readonly images: ImageViews;
  /** Opens the numbers behind a picture. */
  readonly showTable: (table: TableData | Promise<TableData>) => void;
}

const PageContext = createContext<Page | null>(null);
export const PageProvider = PageContext.Provider;

export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === null) throw new Error("a part of the dashboard stands outside of it");
  return page;
}
