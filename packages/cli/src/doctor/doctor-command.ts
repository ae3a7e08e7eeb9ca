import { runDoctor } from "@aux/analysis";
import { parseProjectArguments } from "../arguments/parse-project-arguments.ts";
import { EXIT } from "../exit-code.ts";
import { print } from "../terminal/output.ts";
import { buildStyle } from "../terminal/style.ts";
import { buildDoctorLines } from "./doctor-lines.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** `auxiliary doctor`: what would keep an analysis from being whole, and what mends it. Returns the exit code. */
export async function doctorCommand(argv: readonly string[]): Promise<number> {
  const given = await parseProjectArguments(argv, { machine: { type: "string" } });
  if (given.isHelp) {
    const { DOCTOR_HELP } = await import("../help/doctor-help.ts");
    await print(DOCTOR_HELP);
    return 0;
  }
  const over = new AbortController();
  for (const signal of SIGNALS) process.once(signal, () => over.abort());
  const { root: rootPath = ".", conf: confPath } = given;
  const machine = given.values.get("machine");
  const report = await runDoctor({ rootPath, confPath, machine, signal: over.signal });
  const style = buildStyle(process.stdout.isTTY === true, process.env.NO_COLOR);
  await print(
    given.isJson ? `${JSON.stringify(report, null, 2)}\n` : `${buildDoctorLines(report, style).join("\n")}\n`,
  );
  if (over.signal.aborted) return EXIT.interrupted;
  return report.isWhole ? 0 : EXIT.ill;
}
