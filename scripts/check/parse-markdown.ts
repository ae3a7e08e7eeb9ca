/** A link of a page: where it points and on which line it stands. */
export interface MarkdownLink {
  readonly target: string;
  readonly line: number;
}

/** What a page links to, and the anchors that others can link to. */
export interface MarkdownPage {
  readonly links: readonly MarkdownLink[];
  readonly anchors: ReadonlySet<string>;
}

const INLINE_LINK = /\]\(\s*<?([^\s)>]+)>?(?:\s+["'(][^)]*)?\)/g;
const REFERENCE_LINK = /^ {0,3}\[[^\]^][^\]]*\]:\s*<?([^\s>]+)>?/g;
const HTML_LINK = /<(?:a|img)\b[^>]*\s(?:href|src)=["']([^"']+)["']/gi;
const HTML_ANCHOR = /<[a-z][^>]*\s(?:id|name)=["']([^"']+)["']/gi;
const HEADING = /^ {0,3}#{1,6}\s+(.*?)\s*#*\s*$/;
const FENCE = /^\s*(?:>\s*)*(?:[-*]\s+)?(`{3,}|~{3,})/;

/** Reads links and anchors out of Markdown; what stands in code is neither. */
export function parseMarkdown(text: string): MarkdownPage {
  const links: MarkdownLink[] = [];
  const anchors = new Set<string>();
  for (const [index, line] of maskCodeBlocks(text.split(/\r?\n/)).entries()) {
    const heading = HEADING.exec(line)?.[1];
    if (heading !== undefined) addAnchor(anchors, buildSlug(heading));
    const prose = line.replace(/(`+)(?!`).*?(?<!`)\1(?!`)/g, "");
    for (const pattern of [INLINE_LINK, REFERENCE_LINK, HTML_LINK])
      for (const match of prose.matchAll(pattern)) links.push({ target: match[1] ?? "", line: index + 1 });
    for (const match of prose.matchAll(HTML_ANCHOR)) anchors.add(match[1] ?? "");
  }
  return { links, anchors };
}

/** The anchor that GitHub gives a heading: lower case, spaces as hyphens, punctuation left out. */
export function buildSlug(heading: string): string {
  return heading
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/<[^>]+>/g, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, "")
    .trim()
    .replace(/ /g, "-");
}

// The second heading of the same text is numbered 1, the third 2.
function addAnchor(anchors: Set<string>, slug: string): void {
  let anchor = slug;
  for (let number = 1; anchors.has(anchor); number++) anchor = `${slug}-${number}`;
  anchors.add(anchor);
}

function maskCodeBlocks(lines: readonly string[]): string[] {
  let fence: string | undefined;
  return lines.map((line) => {
    const mark = FENCE.exec(line)?.[1];
    if (fence === undefined) {
      fence = mark;
      return mark === undefined ? line : "";
    }
    if (mark?.startsWith(fence)) fence = undefined;
    return "";
  });
}
