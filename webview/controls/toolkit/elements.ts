import type {
  ComponentChildren,
  Ref,
  TargetedEvent,
  TargetedKeyboardEvent,
  TargetedMouseEvent,
} from "preact";

/** An element whose text can be read and set. */
export interface TextElement extends HTMLElement {
  value: string;
}

interface ToolkitElement<Host extends HTMLElement> {
  readonly ref?: Ref<Host>;
  readonly class?: string;
  readonly children?: ComponentChildren;
}

interface TypedText extends ToolkitElement<TextElement> {
  readonly value: string;
  readonly placeholder?: string;
  readonly maxlength?: number;
  readonly onInput?: (event: TargetedEvent<TextElement>) => void;
  readonly onKeyDown?: (event: TargetedKeyboardEvent<TextElement>) => void;
}

declare module "preact" {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- Preact's elements are declared in one
  namespace JSX {
    interface IntrinsicElements {
      readonly "pl-button": ToolkitElement<HTMLElement> & {
        /** Not "icon": such a one names itself, and later than we do. */
        readonly appearance: "primary" | "secondary";
        readonly onClick: (event: TargetedMouseEvent<HTMLElement>) => void;
      };
      readonly "pl-divider": ToolkitElement<HTMLElement> & {
        readonly role: "separator";
        readonly orientation: "vertical";
      };
      readonly "pl-text-field": TypedText & { readonly type: "text" | "search" };
      readonly "pl-text-area": TypedText & { readonly rows: number; readonly resize: "vertical" };
    }
  }
}

// Until then an element is what stands in it, dressed and pressed as after it: a page is not painted later for it.
requestAnimationFrame(() => {
  setTimeout(() => {
    import("./toolkit.ts").catch(reportError);
  });
});
