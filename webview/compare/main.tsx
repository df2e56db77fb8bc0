import { render } from "preact";
import "../styles/compare-main.css";
import { watchTheme } from "../plates/inks.ts";
import { Compare } from "./compare.tsx";
import { listenForKeys } from "./keys.ts";
import { CompareModel } from "./model.ts";
import { openComparePort } from "./port.ts";

const root = document.getElementById("root") ?? document.body;
watchTheme();
const model = new CompareModel(openComparePort());
listenForKeys(model);
addEventListener("pagehide", () => {
  model.keep();
});
root.replaceChildren();
render(<Compare model={model} />, root);
