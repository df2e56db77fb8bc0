import { visible } from "./plain-text.ts";

/** Text of others that Markdown shows as it is, on one line: no link, picture, emphasis, code or HTML. */
export const markdownText = (text: string): string =>
  visible(text).replaceAll(/[\\`*_[\]<>&]/g, String.raw`\$&`);

/** The same as code, in which nothing but the code's own end means anything. */
export const markdownCode = (text: string): string => `\`${visible(text).replaceAll("`", "'")}\``;
