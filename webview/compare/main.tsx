import "../styles/page.css";
import "../styles/lenses.css";
import "./compare.css";
import { showPage } from "../host/show-page.ts";
import { watchTheme } from "../plates/inks.ts";
import { Compare } from "./compare.tsx";
import { listenForKeys } from "./keys.ts";
import { CompareModel } from "./model.ts";

watchTheme();
showPage(port => {
  const model = new CompareModel(port);
  listenForKeys(model);
  return {
    keep: () => {
      model.keep();
    },
    view: <Compare model={model} />,
  };
});
