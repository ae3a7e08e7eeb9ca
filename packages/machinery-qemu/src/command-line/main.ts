import { loadMachine } from "@aux/analysis";
import { AuxiliaryError, type Problem, reasonOf } from "@aux/core";
import type { QemuOptions } from "../options/qemu-options.ts";
import { createSnapshot } from "../snapshot/create-snapshot.ts";
import { HELP, parseArguments, type SnapshotArguments } from "./parse-arguments.ts";
import { untilReady } from "./until-ready.ts";

/** `machinery-qemu`: 0 done, 1 not done, 2 bad usage, 130 interrupted. */
export async function main(args: readonly string[]): Promise<number> {
  const parsed = parseArguments(args);
  if (parsed === "help") {
    process.stdout.write(HELP);
    return 0;
  }
  if ("wrong" in parsed) {
    process.stderr.write(`error: ${parsed.wrong}\n\n${HELP}`);
    return 2;
  }
  return makeSnapshot(parsed);
}

async function makeSnapshot(args: SnapshotArguments): Promise<number> {
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  const signal = AbortSignal.any([interruption.signal, AbortSignal.timeout(args.timeoutMs)]);
  try {
    const { machine, machinery } = await loadMachine({ confPath: args.confPath, name: args.machine });
    if (machine.machinery !== "qemu" || machinery === undefined)
      throw new Error(`${machine.name} is no QEMU machine`);
    // The section's keys were checked by the schema of this package; no type can say so.
    const options = machinery.options as QemuOptions;
    const manifest = await createSnapshot({
      machine,
      options,
      name: args.name,
      untilReady: (running, wait) => untilReady(args, running, wait, say),
      signal,
    });
    say(
      `The snapshot ${manifest.name} of ${machine.name} is made (QEMU ${manifest.qemu}, ${manifest.accel}).`,
    );
    say(`Use it: snapshot = ${manifest.name}`);
    return 0;
  } catch (error) {
    if (signal.aborted && !interruption.signal.aborted)
      complain(`it was not ready within ${args.timeoutMs / 1_000} s`);
    else for (const problem of problemsOf(error)) complain(problem.message, problem.remedy);
    return interruption.signal.aborted ? 130 : 1;
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}

function problemsOf(error: unknown): readonly Pick<Problem, "message" | "remedy">[] {
  return AuxiliaryError.is(error) ? error.problems : [{ message: reasonOf(error), remedy: "" }];
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function complain(message: string, remedy = ""): void {
  process.stderr.write(`error: ${message}\n${remedy === "" ? "" : `  ${remedy}\n`}`);
}
