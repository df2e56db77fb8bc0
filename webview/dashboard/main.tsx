import { computed, effect } from "@preact/signals";
import "../styles/page.css";
import "./dashboard.css";
import { showPage } from "../host/show-page.ts";
import { watchTheme } from "../plates/inks.ts";
import { Dashboard } from "./dashboard.tsx";
import { ImageViews } from "./images/image-views.ts";
import { listenForKeys } from "./keys.ts";
import { DashboardModel } from "./model.ts";
import { Pictures } from "./pictures.ts";

watchTheme();
showPage(port => {
  const model = new DashboardModel(port);
  const pictures = new Pictures(model);
  const images = new ImageViews(model, pictures.checkpoint);
  listenForKeys({ model, pictures, images, showTable: () => undefined });
  const [run, notes] = [model.slice("run"), model.slice("notes")];
  const title = computed(() =>
    run.value === null ? null : `${notes.value?.name ?? run.value.name} · seed ${run.value.seed}`,
  );
  effect(() => {
    // Pages load before the host knows their run.
    if (title.value !== null) document.title = title.value;
  });
  return {
    keep: () => {
      model.keep();
    },
    view: <Dashboard model={model} pictures={pictures} images={images} />,
  };
});
