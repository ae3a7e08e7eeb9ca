import { readdirSync, readFileSync } from "node:fs";

/** A process of this host, as `/proc` shows it. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly session: number;
  /** One letter; `Z` is a process that has ended and was not asked for its exit code yet. */
  readonly state: string;
  /** Clock ticks since boot: with the pid it names a process for good. */
  readonly startedAt: string;
}

/** Every process of this host. Source: proc(5), `/proc/pid/stat`. @throws Error where there is no `/proc` */
export function loadProcesses(): readonly ProcessEntry[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const entry = findProcess(Number(name));
      return entry === undefined ? [] : [entry];
    });
}

/** Undefined when there is no such process (any more). */
export function findProcess(pid: number): ProcessEntry | undefined {
  const text = readIfAny(`/proc/${pid}/stat`);
  return text === undefined ? undefined : parseProcessStat(pid, text);
}

/** The program's name stands in parentheses and may itself hold blanks and parentheses. */
export function parseProcessStat(pid: number, text: string): ProcessEntry {
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [state = "", parent = "", , session = ""] = fields;
  return { pid, parent: Number(parent), session: Number(session), state, startedAt: fields[19] ?? "" };
}

/** The command line with blanks between the arguments; empty when it cannot be read. */
export function loadCommand(pid: number): string {
  return (readIfAny(`/proc/${pid}/cmdline`) ?? "").split("\0").join(" ").trim();
}

/** The environment a process was started with; empty when it cannot be read. */
export function loadEnvironment(pid: number): string {
  return readIfAny(`/proc/${pid}/environ`) ?? "";
}

function readIfAny(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
