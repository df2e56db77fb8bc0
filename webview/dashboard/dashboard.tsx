import { useComputed, useSignal } from "@preact/signals";
import { DataTable, type TableData } from "../controls/data-table.tsx";
import { PageProvider, type Page } from "./context.ts";
import { Curves } from "./curves.tsx";
import { Diagnosis } from "./diagnosis.tsx";
import { Header } from "./header.tsx";
import { ImageInterpolation } from "./images/image-interpolation.tsx";
import { ImageLatentSpace } from "./images/image-latent-map.tsx";
import { ImageSamples } from "./images/image-samples.tsx";
import type { ImageViews } from "./images/image-views.ts";
import { Interpolation } from "./interpolation.tsx";
import { Journal } from "./journal.tsx";
import { Knobs } from "./knobs.tsx";
import { LatentSpace } from "./latent-map.tsx";
import type { DashboardModel } from "./model.ts";
import { Notices } from "./notices.tsx";
import type { Pictures } from "./pictures.ts";
import { Samples } from "./samples.tsx";
import { StepBar } from "./step-bar.tsx";

interface DashboardProps {
  readonly model: DashboardModel;
  readonly pictures: Pictures;
  readonly images: ImageViews;
}

/** One run: header, knobs, curves, samples, latents, step bar. */
export function Dashboard({ model, pictures, images }: DashboardProps) {
  const table = useSignal<TableData | null>(null);
  const page: Page = {
    model,
    pictures,
    images,
    showTable: data => {
      model.attempt(
        Promise.resolve(data).then(found => {
          table.value = found;
        }),
      );
    },
  };
  const ready = useComputed(() => model.state.value !== null).value;
  const ofImages = useComputed(() => model.state.value?.run.domain === "images").value;
  return (
    <PageProvider value={page}>
      <Header />
      <Notices />
      <Knobs />
      <main class={`board${ready ? "" : " loading"}`} aria-busy={!ready}>
        {ready ? (
          <>
            <Curves />
            {ofImages ? <ImageSamples /> : <Samples />}
            <section class="column latent" aria-label="Latent space">
              {ofImages ? <ImageInterpolation /> : <Interpolation />}
              {ofImages ? <ImageLatentSpace /> : <LatentSpace />}
              <Diagnosis />
              <Journal />
            </section>
          </>
        ) : (
          <LoadingBoard lost={model.lost.value !== null} />
        )}
      </main>
      <StepBar />
      <p class="unseen" role="status">
        {model.spoken}
      </p>
      {table.value !== null && (
        <DataTable
          table={table.value}
          onCopy={text => {
            model.attempt(model.call("host/copy", { text }));
          }}
          onClose={() => {
            table.value = null;
          }}
        />
      )}
    </PageProvider>
  );
}

/** Plates of the final sizes, and what is being done. */
function LoadingBoard({ lost }: { readonly lost: boolean }) {
  return (
    <>
      <section class="column curves" aria-label="Curves">
        <div class="head">
          <h2>Losses</h2>
          <span class="tiny">{lost ? "" : "reading the run"}</span>
        </div>
        <div class="plot losses skeleton" />
        <div class="head">
          <h2>Quality</h2>
        </div>
        <div class="plot quality skeleton" />
      </section>
      <section class="column samples" aria-label="Samples">
        <div class="head">
          <h2>Samples</h2>
        </div>
        <div class="plot square skeleton" />
      </section>
      <section class="column latent" aria-label="Latent space">
        <div class="head">
          <h2>Interpolation</h2>
        </div>
        <div class="plot strip skeleton" />
        <div class="head">
          <h2>Latent map</h2>
        </div>
        <div class="map-row">
          <div class="plot square map skeleton" />
        </div>
      </section>
    </>
  );
}
