// Colours for code: enough of a tokeniser for what the page shows, which is JSON, JavaScript, JSX and HTML.

const TOKENS = new RegExp(
  [
    /(?<comment>\/\/[^\n]*|\/\*[^]*?\*\/|<!--[^]*?-->)/,
    /(?<key>"(?:[^"\\\n]|\\.)*"(?=\s*:))/,
    /(?<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)/,
    /(?<tag><\/?[A-Za-z!][\w.-]*|\/?>)/,
    /(?<keyword>\b(?:import|from|export|default|const|let|await|async|function|return|if|else|for|of|new|throw|try|catch|finally|typeof|true|false|null|undefined)\b)/,
    /(?<number>\b\d[\d_.]*\b)/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "g",
);

/** The code with its tokens in spans. */
export function highlighted(code: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  let end = 0;
  for (const match of code.matchAll(TOKENS)) {
    const [kind, text] = Object.entries(match.groups ?? {}).find(([, found]) => found !== undefined) as [
      string,
      string,
    ];
    fragment.append(code.slice(end, match.index));
    const span = document.createElement("span");
    span.className = `token-${kind}`;
    span.textContent = text;
    fragment.append(span);
    end = match.index + text.length;
  }
  fragment.append(code.slice(end));
  return fragment;
}

/** Escapes invisible characters, such as those that change the direction of text. */
export function visible(text: string): string {
  return text.replace(/(?![\n\t])[\p{Cc}\p{Cf}]/gu, (unseen) => `\\u{${unseen.codePointAt(0)?.toString(16)}}`);
}

/** Indents JSON. Returns other text, such as a gateway's HTML, unchanged. */
export function spread(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
