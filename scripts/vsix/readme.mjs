import { extname } from "node:path";

const mediaTypes = { ".png": "image/png", ".jpg": "image/jpeg" };

/**
 * The README as it can be read where it is installed: the page that shows it loads no file of the package, so pictures are
 * in the text, and of a link that leads into the sources its words stay. `read` gives a file's bytes.
 */
export function installedReadme(text, read) {
  return text
    .replaceAll(/!\[([^\]]*)\]\((?!https:)([^)]+)\)/g, (_, words, path) => {
      const picture = Buffer.from(read(path)).toString("base64");
      return `![${words}](data:${mediaTypes[extname(path)]};base64,${picture})`;
    })
    .replaceAll(/(?<!!)\[([^\]]+)\]\((?!https:|#)[^)]+\)/g, "$1");
}
