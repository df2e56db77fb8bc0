import { render } from "preact";
import "../styles/page.css";
import "./compare.css";
import { openPort } from "../host/port.ts";
import { watchTheme } from "../plates/inks.ts";
import { Compare } from "./compare.tsx";
import { listenForKeys } from "./keys.ts";
import { CompareModel } from "./model.ts";

const root = document.getElementById("root") ?? document.body;
watchTheme();
const model = new CompareModel(openPort());
listenForKeys(model);
addEventListener("pagehide", () => {
  model.keep();
});
root.replaceChildren();
render(<Compare model={model} />, root);
