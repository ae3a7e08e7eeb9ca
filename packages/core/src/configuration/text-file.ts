import { isUtf8 } from "node:buffer";
import { readFileSync, statSync } from "node:fs";

/** Why a file's text could not be loaded. */
export type TextFault = { readonly missing: boolean; readonly reason: string };

/** 1 MiB: far more than any configuration, and a bound on what is read. */
const LARGEST_TEXT_FILE_BYTES = 1_048_576;

/** Loads a UTF-8 text file of 1 MiB at most, without its byte order mark; a fault for anything else, never a throw. */
export function loadTextFile(path: string): { readonly text: string } | TextFault {
  try {
    const fault = findFault(path);
    return fault === undefined ? decodeText(readFileSync(path)) : { missing: false, reason: fault };
  } catch (error) {
    return { missing: codeOf(error) === "ENOENT", reason: reasonFor(codeOf(error)) };
  }
}

function findFault(path: string): string | undefined {
  const stat = statSync(path);
  if (stat.isDirectory()) return "it is a folder";
  // A pipe or a device could make the read wait for ever.
  if (!stat.isFile()) return "it is no regular file";
  return stat.size > LARGEST_TEXT_FILE_BYTES ? "it is larger than 1 MiB" : undefined;
}

function decodeText(bytes: Buffer): { readonly text: string } | TextFault {
  if (bytes.includes(0)) return { missing: false, reason: "it is binary (it holds a NUL byte)" };
  if (!isUtf8(bytes)) return { missing: false, reason: "it is no text in UTF-8" };
  const text = bytes.toString("utf8");
  return { text: text.startsWith("\u{feff}") ? text.slice(1) : text };
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}

function reasonFor(code: string): string {
  return code === "EACCES" ? "permission denied" : code;
}
