// What a stranger may put into a name, a key, a path or a message.

/** Pieces of which hostile text is made: each means something to somebody who shows text. */
const pieces: readonly string[] = [
  "[Open the manual](command:workbench.action.terminal.sendSequence?%7B%22text%22%3A%22rm%22%7D)",
  "[x](https://example.com/a)",
  '[x](file:///etc/passwd "title")',
  "[",
  "]",
  "](",
  "(command:evil)",
  "command:evil",
  ")",
  "$(check) ",
  "$(",
  "\\$(alert)",
  "**bold** _it_ `code`",
  "![p](http://h/p.png)",
  "<http://h/>",
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "&amp;&#91;",
  "| a | b |",
  "# heading\n",
  "\n\n- item\n",
  "[r]: command:evil\n[r]",
  "\u001b[31mred\u001b[0m",
  "\u001b]0;title\u0007",
  "\u001b]8;;command:evil\u001b\\link\u001b]8;;\u001b\\",
  "\u009b2J\u009d0;t\u009c",
  "\r\u001b[2K",
  "\b\b\b",
  "\u0000",
  "\u007f",
  "\u202egpj.exe\u202c",
  "\u2066\u2069\u200e\u200f\u061c",
  "\u200b\u2060\ufeff\u00ad",
  "\u2028\u2029\u0085",
  "\u{e0049}\u{e0067}",
  "\ud800",
  "\udc00",
  "😀👩‍🔬☀️",
  "e\u0301\u0302\u0303",
  '"',
  "'",
  "`",
  "\\",
  "\t",
  " ",
  "=HYPERLINK(1)",
  "@SUM(1)",
  "ring-8",
  "Delete for Good",
  "a".repeat(100),
];

/** Numbers from 0 to below 1, the same for a seed. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Every piece by itself, texts made of some of them, and one of 100,000 characters. */
export function hostileTexts(seed: number, count: number): string[] {
  const random = randomOf(seed);
  const piece = () => pieces[Math.floor(random() * pieces.length)] ?? "";
  const made = Array.from({ length: count }, () =>
    Array.from({ length: 1 + Math.floor(random() * 8) }, piece).join(""),
  );
  const long = Array.from({ length: 5_000 }, piece).join("").slice(0, 100_000);
  return [...pieces, "", ...made, long, "\n".repeat(100_000), "[".repeat(50_000) + "](command:evil)"];
}
