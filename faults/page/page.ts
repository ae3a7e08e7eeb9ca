import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Chapter } from "../scenarios/scenario.ts";

const PAGE_PATH = resolve(import.meta.dirname, "../../docs/faults.md");
const INTRODUCTION = `<!-- Made by \`pnpm docs:faults\` from what the fault tests really saw: do not edit. -->

# Faults, and what you see of them

Each fault here is provoked by a test (\`pnpm test:faults\`), and these are the lines that \`auxiliary\` really said. What
differs from run to run stands in brackets: \`<duration>\`, \`<size>\`, \`<n>\`, \`<pid>\`. The project is in \`/srv/sandbox\`.
The codes are explained in [errors.md](errors.md).`;

/** A chapter with the sections that its scenarios gave, in order. */
export interface WrittenChapter {
  readonly chapter: Chapter;
  readonly sections: readonly string[];
}

/** The whole page. */
export function buildPage(chapters: readonly WrittenChapter[]): string {
  const contents = chapters.flatMap(({ chapter }) => [
    `- [${chapter.title}](#${anchorOf(chapter.title)})`,
    ...chapter.scenarios.map(({ name }) => `  - [${name}](#${anchorOf(name)})`),
  ]);
  const bodies = chapters.map(({ chapter, sections }) =>
    [`## ${chapter.title}`, chapter.about, ...sections].join("\n\n"),
  );
  return `${[INTRODUCTION, contents.join("\n"), ...bodies].join("\n\n")}\n`;
}

export function loadPage(): string {
  return existsSync(PAGE_PATH) ? readFileSync(PAGE_PATH, "utf8") : "";
}

export function writePage(text: string): void {
  writeFileSync(PAGE_PATH, text);
}

/** A section of the page by its heading; empty where there is none. */
export function findSection(page: string, name: string): string {
  const start = page.indexOf(`### ${name}\n`);
  if (start === -1) return "";
  const next = /\n\n##+ /.exec(page.slice(start));
  return page.slice(start, next === null ? undefined : start + next.index).trimEnd();
}

/** The anchor that a heading has on the page, as GitHub makes it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, "")
    .replaceAll(" ", "-");
}
