/** So many characters a name, a key or a path may take in a message. */
export const NAME = 80;
/** So many a path where it stands by itself. */
export const LONG_PATH = 1_000;
/** So many a sentence of a file or an error. */
export const SENTENCE = 400;

/**
 * What a reader does not see or what moves what they see: control characters (escape sequences begin with one), lone
 * surrogates, separators of lines, marks of direction, characters of no width. Joiners and variation selectors stay: scripts and emoji need
 * them.
 */
const unseen =
  /(?![\u200c\u200d\ufe0e\ufe0f])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

const nothingToDo = /^[!-~]*(?: [!-~]+)*$/;

function shown(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, "0")}`;
}

/** A line with everything in it to be seen, at most `most` characters: what is not, line breaks and tabs too, as its code. */
export const visibleLine = (text: string, most = Infinity): string =>
  head(text.replaceAll(unseen, shown), most);

/** Text of a stranger on one line, with everything in it to be seen, and white space of any kind as one space. */
export function visible(text: string): string {
  if (nothingToDo.test(text)) return text;
  return visibleLine(text.replaceAll(/\s+/g, " ").trim());
}

const isHalf = (text: string, at: number) => /[\udc00-\udfff]/.test(text.charAt(at));

/** The first `most` UTF-16 units of a text or less, the last of them a mark where something was cut. */
function head(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = most - 1;
  return `${text.slice(0, isHalf(text, end) ? end - 1 : end)}…`;
}

/** The same from both ends: those of a path or an id tell most. */
function ends(text: string, most: number): string {
  if (text.length <= most) return text;
  const tail = Math.floor((most - 1) / 3);
  const start = text.length - tail;
  return head(text, most - tail) + text.slice(isHalf(text, start) ? start + 1 : start);
}

/** A sentence of a stranger: on one line, visible, at most `most` characters. */
export const plainText = (text: string, most = SENTENCE): string => head(visible(text), most);

/** A stranger's name, key or path: on one line, visible, at most `most` characters; its end stays. */
export const plainName = (name: string, most = NAME): string => ends(visible(name), most);

/** The same in quotes, of which there are none in it. */
export const quoted = (name: string, most = NAME): string =>
  `"${plainName(name, most).replaceAll('"', "'")}"`;
