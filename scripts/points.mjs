// Writes examples/points.csv: 1,500 made-up measurements (width, height, age) of three kinds of leaves, each kind a
// bent Gaussian. Always the same file: a small generator of fixed seed (mulberry32) and Box and Muller's transform.
import { writeFileSync } from "node:fs";

let state = 20260420;
function uniform() {
  state = (state + 0x6d2b79f5) | 0;
  let x = Math.imul(state ^ (state >>> 15), state | 1);
  x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
  return (((x ^ (x >>> 14)) >>> 0) + 0.5) / 2 ** 32;
}
const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());

const kinds = [
  { width: 12, height: 30, spread: 1.2, bend: 0.5 },
  { width: 24, height: 55, spread: 2.0, bend: -0.3 },
  { width: 33, height: 28, spread: 1.6, bend: 0.2 },
];
const rows = ["width,height,age"];
for (let row = 0; row < 1500; row++) {
  const { width, height, spread, bend } = kinds[row % kinds.length];
  const along = normal() * spread;
  const across = normal() * spread * 0.7 + bend * along * along;
  rows.push(`${(width + along).toFixed(2)},${(height + across).toFixed(2)},${Math.floor(1 + 9 * uniform())}`);
}
writeFileSync("examples/points.csv", rows.join("\n") + "\n");
console.log("examples/points.csv");
