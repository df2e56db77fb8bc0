import { render } from "preact";
import "../styles/page.css";
import "./trial.css";
import { openPort } from "../host/port.ts";
import { watchTheme } from "../plates/inks.ts";
import { TrialModel } from "./model.ts";
import { Trial } from "./trial.tsx";

const root = document.getElementById("root") ?? document.body;
watchTheme();
const model = new TrialModel(openPort());
addEventListener("pagehide", () => {
  model.keep();
});
root.replaceChildren();
render(<Trial model={model} />, root);
