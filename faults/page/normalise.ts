import { resolve } from "node:path";

const PROJECT_PATH = resolve(import.meta.dirname, "../..");

/** What differs from run to run, and what stands in its place on the page. */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/\/tmp\/fixture-\w+/g, "/run/screen"],
  [/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>"],
  // How long something took, beside a state or in the summary; deadlines in messages stay.
  [
    /(running|reverted|stopped|degraded|crashed|failed|skipped|disabled|ready|after|started|off) \d+(?:\.\d+)? (?:ms|s|min)\b/g,
    "$1 <duration>",
  ],
  [/\b\d[\d,]*(?:\.\d+)? (?:bytes|[KMG]iB)\b/g, "<size>"],
  [/\b(packets? (?:captured|received|dropped|in file)(?:\.\d+)?) \d(?:[\d,]*\d)?/g, "$1 <n>"],
  [/\b\d(?:[\d,]*\d)? (whole )?packets?\b/g, "<n> $1packets"],
  [/\b\d(?:[\d,]*\d)? fewer\b/g, "<n> fewer"],
  [/\(\d+(?:\.\d+)? (?:ms|s)\)/g, "(<duration>)"],
  [/\b(pid|process) \d+/g, "$1 <pid>"],
  [/\bNode \d+\.\d+\.\d+/g, "Node <version>"],
  [/, \d+(?:\.\d+)? (?:ms|s)\)/g, ", <duration>)"],
  [/(?<=sha256 )[0-9a-f]{64}/g, "<sha256>"],
];

/** The lines as they are the same in each run, on each host. */
export function normalise(text: string, projectPath: string): string {
  const placed = [
    [projectPath, "/srv/sandbox"],
    [process.execPath, "node"],
    [`${PROJECT_PATH}/faults/scenarios/`, ""],
    [PROJECT_PATH, "/srv/aux"],
  ].reduce((rest, [path = "", name = ""]) => rest.replaceAll(path, name), text);
  const lines = RULES.reduce((rest, [pattern, name]) => rest.replace(pattern, name), placed).split("\n");
  return lines
    .map((line) => line.trimEnd())
    .join("\n")
    .trim();
}
