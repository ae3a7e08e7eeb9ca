import { readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { listFiles } from "../workspace/list-files.ts";
import { buildFinding, type Check, type Finding } from "./check.ts";
import { type MarkdownLink, parseMarkdown } from "./parse-markdown.ts";

/** Finds relative links and anchors of every Markdown file that lead nowhere in the repository; asks no network. */
export function findDeadLinks(rootPath: string): readonly Finding[] {
  const files = listFiles(rootPath);
  const targets = new Set([...files, ...files.flatMap(buildFolders)]);
  const pages = new Map(
    files
      .filter((file) => file.endsWith(".md"))
      .map((file) => [file, parseMarkdown(readFileSync(join(rootPath, file), "utf8"))]),
  );
  const findDead = (file: string, link: MarkdownLink): Finding | undefined => {
    const [path, anchor] = splitTarget(link.target);
    const targetFile =
      path === "" ? file : posix.normalize(posix.join(dirname(file), path)).replace(/\/$/, "");
    const at = (what: string, remedy: string): Finding => buildFinding(file, link.line, what, remedy);
    if (!targets.has(targetFile) && targetFile !== ".")
      return at(
        `dead link ${link.target}`,
        `There is no ${targetFile} in the repository; correct or remove the link.`,
      );
    const page = pages.get(targetFile);
    if (anchor === undefined || !page || page.anchors.has(anchor)) return undefined;
    return at(
      `dead anchor ${link.target}`,
      `${targetFile} has: ${[...page.anchors].join(", ") || "no headings"}.`,
    );
  };
  return [...pages].flatMap(([file, page]) =>
    page.links.filter(isLocal).flatMap((link) => findDead(file, link) ?? []),
  );
}

/** The check `links`. */
export const linksCheck: Check = {
  name: "links",
  about: "every relative link and anchor in the documentation leads somewhere",
  run: () => ({ findings: findDeadLinks(process.cwd()) }),
};

function isLocal({ target }: MarkdownLink): boolean {
  return target !== "" && !/^[a-z][a-z0-9+.-]*:|^\/\//i.test(target);
}

function splitTarget(target: string): readonly [string, string | undefined] {
  const [path = "", anchor] = target.split("#", 2);
  return [decodeURIComponent(path.split("?")[0] ?? ""), anchor === "" ? undefined : anchor];
}

function buildFolders(file: string): string[] {
  const parts = file.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
