import { useLayoutEffect, useRef } from "preact/hooks";
import type { TextElement } from "./elements.ts";

/** Attributes by name; undefined: it has none. */
type Attributes = Readonly<Record<string, string | undefined>>;

function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes))
    if (value === undefined) element.removeAttribute(name);
    else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/**
 * Gives attributes to the native control inside an element of the toolkit, which a screen reader reads: the element
 * itself hands on some of them, some of those only at first, and no tooltip.
 */
export function useNative<Host extends HTMLElement>(attributes: Attributes) {
  const host = useRef<Host>(null);
  const latest = useRef(attributes);
  const dress = () => {
    const control = host.current?.shadowRoot?.querySelector(".control");
    if (control) setAttributes(control, latest.current);
  };
  useLayoutEffect(() => {
    latest.current = attributes;
    dress();
  });
  useLayoutEffect(() => {
    const { localName = "" } = host.current ?? {};
    if (customElements.get(localName) === undefined)
      customElements.whenDefined(localName).then(dress, reportError);
  }, []);
  return host;
}

/** The same for an element of text, which names itself as it comes into the document: its name comes after that. */
export function useNativeText(name: string, attributes: Attributes) {
  const host = useNative<TextElement>(attributes);
  useLayoutEffect(() => {
    const element = host.current;
    if (element === null) return;
    customElements
      .whenDefined(element.localName)
      .then(() => {
        element.setAttribute("aria-label", name);
      })
      .catch(reportError);
  }, [name]);
  return host;
}
