import { render } from "preact";
import "../styles/page.css";
import "./curves.css";
import { openPort } from "../host/port.ts";
import { watchTheme } from "../plates/inks.ts";
import { Curves } from "./curves.tsx";
import { listenForKeys } from "./keys.ts";
import { CurvesModel } from "./model.ts";

const root = document.getElementById("root") ?? document.body;
watchTheme();
const model = new CurvesModel(openPort());
listenForKeys(model);
addEventListener("pagehide", () => {
  model.keep();
});
root.replaceChildren();
render(<Curves model={model} />, root);
