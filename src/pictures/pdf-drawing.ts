import { deflateSync } from "node:zlib";
import { short as n, type Drawing, type Shape } from "./drawing.ts";
import { baseFonts, lengthOf, lettersOf } from "./pdf-letters.ts";
import type { Rgb } from "./scatter.ts";

/** Points, of 1/72 inch, a unit of a drawing, which is a CSS pixel. */
const POINT = 0.75;

/** A drawing's file, and letters that it has not. */
export interface Pdf {
  readonly bytes: Uint8Array;
  /** Each once, in their order: a question mark stands for them. */
  readonly missing: readonly string[];
}

const rgb = (color: Rgb): string => color.map(part => n(part / 255)).join(" ");

/** A drawing as a PDF of one page (ISO 32000-1): paths, letters of the fonts that every reader has, and pixels. */
export function pdfOf({ width, height, font, shapes }: Drawing): Pdf {
  const opacities = [...new Set(shapes.map(opacityOf))];
  const missing = new Set<string>();
  const images: Extract<Shape, { readonly kind: "pixels" }>[] = [];
  const contentOf = (shape: Shape): string => {
    const state = `/O${opacities.indexOf(opacityOf(shape))} gs`;
    switch (shape.kind) {
      case "dots": {
        // A line of no length with round ends is a disc.
        const dots = shape.dots.map(({ at, color }) => {
          const [x, y] = at.map(n);
          return `${rgb(color)} RG ${x} ${y} m ${x} ${y} l S`;
        });
        return [state, `1 J ${n(2 * shape.radius)} w [] 0 d`, ...dots].join("\n");
      }
      case "line": {
        const path = shape.points.map(([x, y], i) => `${n(x)} ${n(y)} ${i === 0 ? "m" : "l"}`);
        const dash = `[${shape.dash.map(n).join(" ")}] 0 d`;
        return [state, `0 J 1 j ${n(shape.width)} w ${dash} ${rgb(shape.color)} RG`, ...path, "S"].join("\n");
      }
      case "text": {
        const { bytes, missing: lacking } = lettersOf(shape.text);
        for (const letter of lacking) missing.add(letter);
        const share = { start: 0, middle: 0.5, end: 1 }[shape.anchor];
        const x = shape.at[0] - share * shape.size * lengthOf(bytes, font);
        const letters = Buffer.from(bytes).toString("hex");
        return `${state} BT /F ${n(shape.size)} Tf ${rgb(shape.color)} rg 1 0 0 -1 ${n(x)} ${n(shape.at[1])} Tm <${letters}> Tj ET`;
      }
      case "pixels": {
        images.push(shape);
        return `${state} q ${shape.width} 0 0 -${shape.height} 0 ${shape.height} cm /I${images.length - 1} Do Q`;
      }
      default:
        return shape satisfies never;
    }
  };
  const [across, down] = [width * POINT, height * POINT].map(n);
  // Units of the drawing, y downwards, on white.
  const ground = `${POINT} 0 0 -${POINT} 0 ${down} cm 1 1 1 rg 0 0 ${n(width)} ${n(height)} re f`;
  const content = [ground, ...shapes.map(contentOf)].join("\n");
  const states = opacities.map((opacity, i) => `/O${i} << /ca ${n(opacity)} /CA ${n(opacity)} >>`).join(" ");
  const pictures = images.map((_, i) => `/I${i} ${FIRST_IMAGE + i} 0 R`).join(" ");
  const resources = `<< /Font << /F 5 0 R >> /ExtGState << ${states} >> /XObject << ${pictures} >> >>`;
  const bytes = fileOf([
    Buffer.from("<< /Type /Catalog /Pages 2 0 R >>"),
    Buffer.from("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
    Buffer.from(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${across} ${down}] /Contents 4 0 R /Resources ${resources} >>`,
    ),
    streamOf("", Buffer.from(content)),
    Buffer.from(`<< /Type /Font /Subtype /Type1 /BaseFont /${baseFonts[font]} /Encoding /WinAnsiEncoding >>`),
    ...images.map(({ width: columns, height: rows, channels, data }) =>
      streamOf(
        `/Type /XObject /Subtype /Image /Width ${columns} /Height ${rows} /ColorSpace /${channels === 3 ? "DeviceRGB" : "DeviceGray"} /BitsPerComponent 8 `,
        data,
      ),
    ),
  ]);
  return { bytes, missing: [...missing] };
}

/** The number of the first picture's object, behind catalog, pages, page, content and font. */
const FIRST_IMAGE = 6;

const opacityOf = (shape: Shape): number => ("opacity" in shape ? shape.opacity : 1);

function streamOf(keys: string, data: Uint8Array): Buffer<ArrayBuffer> {
  const packed = deflateSync(data);
  const head = Buffer.from(`<< ${keys}/Filter /FlateDecode /Length ${packed.length} >>\nstream\n`);
  return Buffer.concat([head, packed, Buffer.from("\nendstream")]);
}

/** Objects, numbered from 1 in their order, the first the catalog, with the table of where each begins. */
function fileOf(objects: readonly Buffer<ArrayBuffer>[]): Uint8Array {
  // Four bytes above 127 tell programs that a file is no text.
  const parts = [Buffer.from("%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n", "latin1")];
  const begins: number[] = [];
  let at = parts[0]?.length ?? 0;
  const put = (part: Buffer<ArrayBuffer>) => {
    parts.push(part);
    at += part.length;
  };
  for (const [i, object] of objects.entries()) {
    begins.push(at);
    put(Buffer.concat([Buffer.from(`${i + 1} 0 obj\n`), object, Buffer.from("\nendobj\n")]));
  }
  const table = begins.map(begin => `${String(begin).padStart(10, "0")} 00000 n \n`).join("");
  const size = objects.length + 1;
  const end = `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`;
  put(Buffer.from(end));
  return Buffer.concat(parts);
}
