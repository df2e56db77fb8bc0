import { render } from "preact";
import "../styles/page.css";
import "./report.css";
import { openPort } from "../host/port.ts";
import { watchTheme } from "../plates/inks.ts";
import { ReportModel } from "./model.ts";
import { Report } from "./report.tsx";

const root = document.getElementById("root") ?? document.body;
watchTheme();
const model = new ReportModel(openPort());
addEventListener("pagehide", () => {
  model.keep();
});
root.replaceChildren();
render(<Report model={model} />, root);
