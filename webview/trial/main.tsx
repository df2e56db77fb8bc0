import "../styles/page.css";
import "../styles/lenses.css";
import "./trial.css";
import { showPage } from "../host/show-page.ts";
import { watchTheme } from "../plates/inks.ts";
import { Trial } from "./trial.tsx";
import { TrialModel } from "./model.ts";

watchTheme();
showPage(port => {
  const model = new TrialModel(port);
  return {
    keep: () => {
      model.keep();
    },
    view: <Trial model={model} />,
  };
});
