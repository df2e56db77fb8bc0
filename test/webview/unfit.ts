import { drawnOn, watchDrawnTexts } from "./drawn-texts.ts";

/**
 * Finds what a person cannot read or reach in a page as it stands: text and controls that are cut, that overprint others,
 * or that lie beside the page. A person's own text (a name, a path, a message) may be shortened with an ellipsis where a
 * tooltip has all of it, and so may a line be that ends in further words; a number may not.
 */

interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

interface Piece {
  readonly what: string;
  readonly owner: Element;
  /** Where it would be drawn, and how much of that can be seen or scrolled to. */
  readonly box: Rect;
  readonly seen: Rect;
  readonly kind: "text" | "control";
}

declare global {
  var unfit: () => string[];
}

/** Less than this is no fault, in pixels. */
const SLACK = 1.5;
/** What of a text's line is above and below its letters. */
const LEADING = 0.2;

const controls = "button, pl-button, a[href], input:not([type=range]), select, textarea";
/** Steps and shares: what a page is read for. */
const vital = /\b(?:step|checkpoint|at|of) [\d,]{3,}|\d %/;

const overlapOf = (one: Rect, other: Rect): Rect => ({
  left: Math.max(one.left, other.left),
  top: Math.max(one.top, other.top),
  right: Math.min(one.right, other.right),
  bottom: Math.min(one.bottom, other.bottom),
});
const isVoid = ({ left, top, right, bottom }: Rect) => right - left <= SLACK || bottom - top <= SLACK;

function nameOf(element: Element): string {
  const own = (one: Element) =>
    `${one.tagName.toLowerCase()}${[...one.classList].map(name => `.${name}`).join("")}`;
  const parent = element.parentElement;
  return parent === null || parent === document.body ? own(element) : `${own(parent)} > ${own(element)}`;
}

const titled = (element: Element): boolean =>
  element.closest("[title]:not([title=''])") !== null || element.querySelector("[title]") !== null;

/** The box inside an element's borders. */
function insideOf(element: Element): Rect {
  const { left, top } = element.getBoundingClientRect();
  const [x, y] = [left + element.clientLeft, top + element.clientTop];
  return { left: x, top: y, right: x + element.clientWidth, bottom: y + element.clientHeight };
}

interface Sight {
  readonly seen: Rect;
  /** The element that cuts it where nobody can scroll to the rest. */
  readonly cutBy: Element | null;
}

/** How much of a box can be seen, and by what it is cut. */
function sightOf(owner: Element, box: Rect): Sight {
  let seen = box;
  let cutBy: Element | null = null;
  let within = box;
  for (
    let at: Element | null = owner;
    at !== null && at !== document.documentElement;
    at = at.parentElement
  ) {
    const style = getComputedStyle(at);
    if (style.display === "contents" || style.display === "inline") continue;
    const inside = insideOf(at);
    const [scrollsX, scrollsY] = [style.overflowX, style.overflowY].map(
      way => way === "auto" || way === "scroll",
    );
    const [holdsX, holdsY] = [style.overflowX, style.overflowY].map(way => way !== "visible");
    if (holdsX === true || holdsY === true) {
      const beyond =
        (holdsX === true &&
          scrollsX !== true &&
          (within.left < inside.left - SLACK || within.right > inside.right + SLACK)) ||
        (holdsY === true &&
          scrollsY !== true &&
          (within.top < inside.top - SLACK || within.bottom > inside.bottom + SLACK));
      if (beyond && cutBy === null) cutBy = at;
      seen = overlapOf(seen, {
        left: holdsX === true ? inside.left : -Infinity,
        right: holdsX === true ? inside.right : Infinity,
        top: holdsY === true ? inside.top : -Infinity,
        bottom: holdsY === true ? inside.bottom : Infinity,
      });
      // What can be scrolled to is as well placed as its box.
      within = {
        left: scrollsX === true ? Math.max(within.left, inside.left) : within.left,
        right: scrollsX === true ? Math.min(within.right, inside.right) : within.right,
        top: scrollsY === true ? Math.max(within.top, inside.top) : within.top,
        bottom: scrollsY === true ? Math.min(within.bottom, inside.bottom) : within.bottom,
      };
      if (within.right - within.left <= 0 || within.bottom - within.top <= 0) break;
    }
    if (style.position === "fixed") break;
  }
  return { seen, cutBy };
}

const isShown = (element: Element): boolean =>
  element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
  element.closest(".unseen, option, [hidden]") === null;

/** Where a dialog is open the rest is out of reach. */
const scopeOf = (): Element => document.querySelector("dialog[open]") ?? document.body;

function textPieces(scope: Element, say: (fault: string) => void): Piece[] {
  const pieces: Piece[] = [];
  const walker = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const owner = node.parentElement;
    const text = node.textContent?.trim() ?? "";
    if (owner === null || text === "" || !isShown(owner) || owner.closest("script, style") !== null) continue;
    range.selectNodeContents(node);
    let isCut = false;
    for (const { left, top, right, bottom } of range.getClientRects()) {
      if (right - left < 1) continue;
      const lead = LEADING * (bottom - top);
      const box = { left, right, top: top + lead, bottom: bottom - lead };
      const { seen, cutBy } = sightOf(owner, box);
      if (cutBy !== null && !isCut) {
        isCut = true;
        const shortened = getComputedStyle(cutBy).textOverflow === "ellipsis" || isVoid(seen);
        if (!shortened) say(`cut by ${nameOf(cutBy)}: “${text}” in ${nameOf(owner)}`);
        else if (!titled(owner)) say(`shortened without a tooltip: “${text}” in ${nameOf(owner)}`);
        else if (vital.test(text)) say(`a number is shortened: “${text}” in ${nameOf(owner)}`);
      }
      if (!isVoid(seen)) pieces.push({ what: `“${text}”`, owner, box, seen, kind: "text" });
    }
  }
  return pieces;
}

function canvasPieces(scope: Element, say: (fault: string) => void): Piece[] {
  const pieces: Piece[] = [];
  for (const canvas of scope.querySelectorAll("canvas")) {
    if (!isShown(canvas) || canvas.width === 0) continue;
    const place = canvas.getBoundingClientRect();
    const scale = place.width / canvas.width;
    for (const { text, covered, ...at } of drawnOn(canvas)) {
      const box = {
        left: place.left + scale * at.left,
        right: place.left + scale * at.right,
        top: place.top + scale * at.top,
        bottom: place.top + scale * at.bottom,
      };
      const what = `“${text}” on a canvas`;
      const inside = overlapOf(box, place);
      const lost = Math.max(
        box.right - box.left - (inside.right - inside.left),
        box.bottom - box.top - (inside.bottom - inside.top),
      );
      if (lost > SLACK) say(`cut by its canvas: ${what} in ${nameOf(canvas)}`);
      if (covered) say(`painted over: ${what} in ${nameOf(canvas)}`);
      const { seen, cutBy } = sightOf(canvas, inside);
      if (cutBy !== null) say(`cut by ${nameOf(cutBy)}: ${what} in ${nameOf(canvas)}`);
      if (!isVoid(seen)) pieces.push({ what, owner: canvas, box, seen, kind: "text" });
    }
  }
  return pieces;
}

const ruler = new OffscreenCanvas(1, 1).getContext("2d");

function widthIn(element: Element, text: string): number {
  const style = getComputedStyle(element);
  if (ruler === null) return 0;
  ruler.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  return ruler.measureText(text).width;
}

/** What stands in a box and needs more room than it has. */
function boxTrouble(control: Element): string | null {
  const style = getComputedStyle(control);
  const room = control.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  if (control instanceof HTMLSelectElement) {
    const text = control.selectedOptions[0]?.textContent ?? "";
    return widthIn(control, text) > room + SLACK && control.title === "" ? text : null;
  }
  if (!(control instanceof HTMLInputElement) || control.type === "checkbox" || control.type === "radio")
    return null;
  const text = control.value === "" ? control.placeholder : control.value;
  return widthIn(control, text) > room + SLACK && control.title === "" ? text : null;
}

function controlPieces(scope: Element, say: (fault: string) => void): Piece[] {
  const pieces: Piece[] = [];
  for (const owner of scope.querySelectorAll(controls)) {
    if (!isShown(owner)) continue;
    const box = owner.getBoundingClientRect();
    if (box.width < 1 || box.height < 1) continue;
    const name = owner.getAttribute("aria-label") ?? owner.textContent.trim();
    const what = `control “${name}” ${nameOf(owner)}`;
    const { seen, cutBy } = sightOf(owner, box);
    if (cutBy !== null && !(owner instanceof HTMLAnchorElement)) say(`cut by ${nameOf(cutBy)}: ${what}`);
    const trouble = boxTrouble(owner);
    if (trouble !== null) say(`does not fit into its box: “${trouble}” in ${what}`);
    if (!isVoid(seen)) pieces.push({ what, owner, box, seen, kind: "control" });
  }
  return pieces;
}

/** Whether something else lies over a part of a piece: a menu, a heading that stays. */
function isUnder({ owner }: Piece, part: Rect): boolean {
  const [x, y] = [(part.left + part.right) / 2, (part.top + part.bottom) / 2];
  if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) return false;
  for (const top of document.elementsFromPoint(x, y)) {
    if (top === owner || top.contains(owner) || owner.contains(top)) return false;
    const ground = getComputedStyle(top).backgroundColor;
    if (ground !== "rgba(0, 0, 0, 0)" && !/[,/] ?0?\.\d+\)$/.test(ground)) return true;
  }
  return false;
}

function overprints(pieces: readonly Piece[], say: (fault: string) => void): void {
  const sorted = [...pieces].sort((a, b) => a.seen.top - b.seen.top);
  for (const [index, one] of sorted.entries()) {
    for (const other of sorted.slice(index + 1)) {
      if (other.seen.top >= one.seen.bottom - SLACK) break;
      const both = overlapOf(one.seen, other.seen);
      if (isVoid(both)) continue;
      if (one.owner === other.owner && !(one.owner instanceof HTMLCanvasElement)) continue;
      const [holds, held] = one.owner.contains(other.owner) ? [one, other] : [other, one];
      // A control's own words; a label and what it holds.
      if (holds.kind === "control" && holds.owner.contains(held.owner)) continue;
      if (isUnder(one, both) || isUnder(other, both)) continue;
      say(`overprints: ${one.what} in ${nameOf(one.owner)} and ${other.what} in ${nameOf(other.owner)}`);
    }
  }
}

watchDrawnTexts();
globalThis.unfit = () => {
  const faults = new Set<string>();
  const say = (fault: string) => {
    faults.add(fault);
  };
  const beside = document.documentElement.scrollWidth - innerWidth;
  if (beside > 0) say(`the page is ${beside} pixels too wide`);
  const scope = scopeOf();
  const pieces = [...textPieces(scope, say), ...canvasPieces(scope, say), ...controlPieces(scope, say)];
  overprints(pieces, say);
  return [...faults];
};
