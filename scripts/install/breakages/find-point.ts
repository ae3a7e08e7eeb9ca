const TELLING = /cannot|could not|error|unsupported|no package|not found|does not/i;

/** The first finding in the output of `pnpm check`, on one line; of a judge's report only its first point. */
export function findFinding(output: string): string {
  const [finding = output] = /^FAILED.*\n([\s\S]*?)^\s*->/m.exec(output)?.slice(1) ?? [];
  const point = /^\s*1\. (.*)$/m.exec(finding)?.[1];
  return squeeze(point ? `${finding.split("\n")[0]} ${point}` : finding);
}

/** The line of a failed step's message that says what is wrong, without the folders of the test. */
export function findPoint(message: string): string {
  const lines = message
    .split("\n")
    .filter((line) => /^\s*\||^\S/.test(line) && !/error code \w+$/.test(line));
  const telling = lines.find((line) => TELLING.test(line)) ?? lines[0] ?? message;
  return squeeze(telling.replace(/^\s*\|/, "").replace(/\/\S*\/project\//g, ""));
}

function squeeze(text: string): string {
  return text.trim().replace(/\s+/g, " ");
}
