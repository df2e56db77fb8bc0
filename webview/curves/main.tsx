import "../styles/page.css";
import "./curves.css";
import { showPage } from "../host/show-page.ts";
import { watchTheme } from "../plates/inks.ts";
import { Curves } from "./curves.tsx";
import { listenForKeys } from "./keys.ts";
import { CurvesModel } from "./model.ts";

watchTheme();
showPage(port => {
  const model = new CurvesModel(port);
  listenForKeys(model);
  return {
    keep: () => {
      model.keep();
    },
    view: <Curves model={model} />,
  };
});
