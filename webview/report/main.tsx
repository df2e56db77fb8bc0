import "../styles/page.css";
import "./report.css";
import { showPage } from "../host/show-page.ts";
import { watchTheme } from "../plates/inks.ts";
import { Report } from "./report.tsx";
import { ReportModel } from "./model.ts";

watchTheme();
showPage(port => {
  const model = new ReportModel(port);
  return {
    keep: () => {
      model.keep();
    },
    view: <Report model={model} />,
  };
});
