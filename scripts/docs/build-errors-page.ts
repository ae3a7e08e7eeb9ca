import type { PackageProblems } from "./load-catalogues.ts";

/** `docs/errors.md`: every code with its meaning and how to solve it. */
export function buildErrorsPage(catalogues: readonly PackageProblems[]): string {
  const sections = catalogues.map(({ folder, problems }) => {
    const rows = problems.map(
      ([code, { meaning, remedy }]) => `| \`${code}\` | ${cell(meaning)} | ${cell(remedy)} |`,
    );
    return [`## @aux/${folder}`, "", "| code | meaning | how to solve |", "|---|---|---|", ...rows].join(
      "\n",
    );
  });
  return `${[INTRODUCTION, ...sections].join("\n\n")}\n`;
}

const INTRODUCTION = `<!-- Made by \`pnpm run docs\` from the catalogues in packages/*/src: do not edit. -->

# Errors

Every problem has a code. The same code is on the terminal, in the record (\`auxiliaries.json\`, with its message, its
remedy and the last words of the tool), and in \`AuxiliaryError.code\`. The remedy here is the general one; the problem
itself often knows a more exact one.`;

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
