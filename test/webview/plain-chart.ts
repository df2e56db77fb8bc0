import { Chart, LinearScale, LineController, LineElement, PointElement } from "chart.js";

Chart.register(LineController, LineElement, PointElement, LinearScale);

declare global {
  /** Makes a chart.js chart that is fed with everything; gives what appends points and draws, in milliseconds. */
  var plainChart: (points: number) => (appended: number) => number;
}

const CURVES = 4;
const value = (curve: number, i: number) =>
  curve + 0.2 * (Math.sin(i / 50_000) + 0.3 * Math.sin(i * 12.9898));

globalThis.plainChart = points => {
  document.body.replaceChildren();
  const canvas = document.body.appendChild(document.createElement("canvas"));
  canvas.width = 536;
  canvas.height = 230;
  const curves = Array.from({ length: CURVES }, (_, curve) =>
    Array.from({ length: points }, (_, x) => ({ x, y: value(curve, x) })),
  );
  const chart = new Chart(canvas, {
    type: "line",
    data: { datasets: curves.map(data => ({ data, borderColor: "#4aa3ff", borderWidth: 1.5 })) },
    options: {
      animation: false,
      responsive: false,
      parsing: false,
      normalized: true,
      events: [],
      elements: { point: { radius: 0 } },
      scales: { x: { type: "linear" } },
    },
  });
  return appended => {
    const start = performance.now();
    curves.forEach((data, curve) => {
      for (let i = 0; i < appended; i++) data.push({ x: data.length, y: value(curve, data.length) });
    });
    chart.update("none");
    return performance.now() - start;
  };
};
