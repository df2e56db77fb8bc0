import "../styles/page.css";
import "./table.css";
import { showPage } from "../host/show-page.ts";
import { TableModel } from "./model.ts";
import { Table } from "./table.tsx";

showPage(port => {
  const model = new TableModel(port);
  return {
    keep: () => {
      model.keep();
    },
    view: <Table model={model} />,
  };
});
