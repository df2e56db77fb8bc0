import "../styles/page.css";
import "./share.css";
import { render } from "preact";
import { readDocument } from "./document.ts";
import { SharedPage } from "./page.tsx";
import { followSystemTheme } from "./theme.ts";

followSystemTheme();
const root = document.getElementById("root") ?? document.body;
const found = readDocument();
root.replaceChildren();
render(
  "problem" in found ? <p class="problem">{found.problem}</p> : <SharedPage shared={found.shared} />,
  root,
);
