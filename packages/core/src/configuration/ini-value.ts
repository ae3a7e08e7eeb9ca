import { unsafe } from "ini";

/** The value of a key, or what is wrong with how it is written; the fault never repeats the value (a secret perhaps). */
export type IniValue = { readonly value: string } | { readonly fault: string; readonly remedy: string };

const QUOTE_IT = 'Put the value in "quotes", or write a space before the comment.';

/**
 * The text after `=`. Unquoted, a `;` or `#` after white space begins a comment, `\;` and `\#` are the characters
 * themselves, and one in the middle of a word is a fault: `ini` would cut the value there without a word. In "double"
 * quotes the escapes of JSON hold; in 'single' quotes every character stands for itself.
 */
export function parseIniValue(raw: string): IniValue {
  const text = raw.trim();
  if (text.startsWith('"')) return parseQuoted(text, /^"(?:[^"\\]|\\.)*"/);
  if (text.startsWith("'")) return parseQuoted(text, /^'[^']*'/);
  return parseUnquoted(raw);
}

function parseQuoted(text: string, pattern: RegExp): IniValue {
  const quoted = pattern.exec(text)?.[0];
  if (quoted === undefined) {
    return { fault: "has a quote that is not closed", remedy: "Close the quote at the end of the value." };
  }
  if (!/^\s*([;#]|$)/.test(text.slice(quoted.length))) {
    return { fault: "goes on after its closing quote", remedy: "Put the whole value in one pair of quotes." };
  }
  return quoted.startsWith("'") ? { value: quoted.slice(1, -1) } : decodeDoubleQuoted(quoted);
}

/** `ini` gives the text back with its quotes when it cannot decode it, and would pass that on as the value. */
function decodeDoubleQuoted(quoted: string): IniValue {
  const value: unknown = unsafe(quoted);
  if (typeof value === "string" && value !== quoted) return { value };
  return {
    fault: "has an unknown escape in double quotes",
    remedy: "Double each backslash, or use 'single quotes', in which it stands for itself.",
  };
}

function parseUnquoted(raw: string): IniValue {
  const mark = findCommentMark(raw);
  if (mark === undefined) return { value: unsafe(raw) };
  if (mark > 0 && /\s/.test(raw.charAt(mark - 1))) return { value: unsafe(raw.slice(0, mark)) };
  return { fault: `has a "${raw.charAt(mark)}" that may be its own or begin a comment`, remedy: QUOTE_IT };
}

function findCommentMark(raw: string): number | undefined {
  for (let index = 0; index < raw.length; index++) {
    const character = raw.charAt(index);
    if (character === "\\") index++;
    else if (character === ";" || character === "#") return index;
  }
  return undefined;
}
