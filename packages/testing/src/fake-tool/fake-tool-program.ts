/**
 * The program of every fake tool, plain JavaScript for whichever Node runs the tests. It reads what to do from
 * `behaviour.json` beside it and notes each call in `calls.jsonl`. Whatever it starts ends after two minutes.
 */
export const FAKE_TOOL_PROGRAM = `
import { spawn } from "node:child_process";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";

const beside = (name) => new URL(name, import.meta.url);
const behaviour = JSON.parse(readFileSync(beside("behaviour.json"), "utf8"));
const args = process.argv.slice(2);
const note = (entry) => appendFileSync(beside("calls.jsonl"), JSON.stringify(entry) + "\\n");
const LONGEST_MS = 120000;

for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

const { onTerm } = behaviour;
if (onTerm === "ignore") process.on("SIGTERM", () => {});
else if (onTerm) process.on("SIGTERM", () => setTimeout(() => process.exit(onTerm.exitCode), onTerm.afterMs ?? 0));

const idle = "process.on('SIGTERM', () => {}); setTimeout(() => {}, " + LONGEST_MS + ")";
const started = [];
function fork(options) {
  const child = spawn(process.execPath, ["-e", idle, import.meta.url], options);
  started.push(child.pid);
  child.unref();
}
if (behaviour.forksDaemon) fork({ detached: true, stdio: "ignore" });
if (behaviour.keepsPipeOpenByGrandchild) fork({ stdio: ["ignore", "inherit", "inherit"] });

note({ pid: process.pid, args, started });
for (const { pathAfter, text } of behaviour.writes ?? []) {
  const path = args[args.indexOf(pathAfter) + 1];
  if (args.includes(pathAfter) && path !== undefined) writeFileSync(path, text);
}
for (const { stream, text, afterMs } of behaviour.says ?? []) {
  const say = () => process[stream].write(text + "\\n");
  if (afterMs) setTimeout(say, afterMs);
  else say();
}
if (behaviour.floods) {
  const chunk = "x".repeat(65536);
  const flood = () => process[behaviour.floods].write(chunk, flood);
  flood();
}
setTimeout(() => process.exit(behaviour.exitCode ?? 0), behaviour.diesAfterMs ?? LONGEST_MS);
`;
