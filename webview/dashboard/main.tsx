import { render } from "preact";
import "../styles/main.css";
import { openPort } from "../host/port.ts";
import { watchTheme } from "../plates/inks.ts";
import { Dashboard } from "./dashboard.tsx";
import { ImageViews } from "./images/image-views.ts";
import { listenForKeys } from "./keys.ts";
import { DashboardModel } from "./model.ts";
import { Pictures } from "./pictures.ts";

const root = document.getElementById("root") ?? document.body;
watchTheme();
const model = new DashboardModel(openPort());
const pictures = new Pictures(model);
const images = new ImageViews(model, pictures.checkpoint);
listenForKeys({ model, pictures, images, showTable: () => undefined });
addEventListener("pagehide", () => {
  model.keep();
});
root.replaceChildren();
render(<Dashboard model={model} pictures={pictures} images={images} />, root);
