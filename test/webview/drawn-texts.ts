/** A text that a canvas shows: its place in the canvas's own pixels. */
export interface DrawnText {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** Painted over in part by what was drawn later. */
  readonly covered: boolean;
}

type Box = Pick<DrawnText, "left" | "top" | "right" | "bottom">;

const shown = new WeakMap<HTMLCanvasElement, DrawnText[]>();
const HARDLY = 0.05;

export const drawnOn = (canvas: HTMLCanvasElement): readonly DrawnText[] => shown.get(canvas) ?? [];

function boxOf(context: CanvasRenderingContext2D, x: number, y: number, width: number, height: number): Box {
  const matrix = context.getTransform();
  const [a, b] = [new DOMPoint(x, y), new DOMPoint(x + width, y + height)].map(at =>
    at.matrixTransform(matrix),
  );
  const [left, right] = [a?.x ?? 0, b?.x ?? 0].sort((one, other) => one - other) as [number, number];
  const [top, bottom] = [a?.y ?? 0, b?.y ?? 0].sort((one, other) => one - other) as [number, number];
  return { left, top, right, bottom };
}

const contains = (outer: Box, inner: Box) =>
  outer.left <= inner.left &&
  outer.right >= inner.right &&
  outer.top <= inner.top &&
  outer.bottom >= inner.bottom;
const meets = (one: Box, other: Box) =>
  one.left < other.right - 1 &&
  one.right > other.left + 1 &&
  one.top < other.bottom - 1 &&
  one.bottom > other.top + 1;

/** What lies under a filled box is not to be seen any more. */
function cover(canvas: HTMLCanvasElement, box: Box): void {
  const texts = shown.get(canvas) ?? [];
  shown.set(
    canvas,
    texts
      .filter(text => !contains(box, text))
      .map(text => (meets(box, text) ? { ...text, covered: true } : text)),
  );
}

type OnBox = (this: CanvasRenderingContext2D, x: number, y: number, width: number, height: number) => void;
interface Drawing {
  fillText: (this: CanvasRenderingContext2D, text: string, x: number, y: number, most?: number) => void;
  clearRect: OnBox;
  fillRect: OnBox;
}

/** From now on every canvas of this document is known by the texts that stand on it. To be called before the page draws. */
export function watchDrawnTexts(): void {
  const prototype: Drawing = CanvasRenderingContext2D.prototype;
  const { fillText, clearRect, fillRect } = prototype;
  prototype.fillText = function (text, x, y, most) {
    fillText.call(this, text, x, y, ...(most === undefined ? [] : ([most] as const)));
    if (text.trim() === "" || this.globalAlpha < HARDLY) return;
    const measured = this.measureText(text);
    const wide = measured.actualBoundingBoxLeft + measured.actualBoundingBoxRight;
    const { actualBoundingBoxAscent: up, actualBoundingBoxDescent: down } = measured;
    const box = boxOf(
      this,
      x - measured.actualBoundingBoxLeft,
      y - up,
      Math.min(wide, most ?? wide),
      up + down,
    );
    shown.set(this.canvas, [...drawnOn(this.canvas), { text, ...box, covered: false }]);
  };
  prototype.clearRect = function (x, y, width, height) {
    clearRect.call(this, x, y, width, height);
    const box = boxOf(this, x, y, width, height);
    shown.set(
      this.canvas,
      drawnOn(this.canvas).filter(text => !meets(box, text)),
    );
  };
  prototype.fillRect = function (x, y, width, height) {
    fillRect.call(this, x, y, width, height);
    if (this.globalAlpha === 1 && typeof this.fillStyle === "string" && this.fillStyle.startsWith("#"))
      cover(this.canvas, boxOf(this, x, y, width, height));
  };
  for (const side of ["width", "height"] as const) {
    const own = Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, side);
    if (own === undefined) continue;
    const { set: resize } = own as { set?: (this: HTMLCanvasElement, value: number) => void };
    own.set = function (this: HTMLCanvasElement, value: number) {
      resize?.call(this, value);
      shown.delete(this);
    };
    Object.defineProperty(HTMLCanvasElement.prototype, side, own);
  }
}
