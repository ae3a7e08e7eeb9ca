import { reportError } from "./report-error.ts";

/** Runs one command line and returns its exit code; whatever is thrown is shown as problems. */
export async function main(argv: readonly string[]): Promise<number> {
  surviveClosedOutput();
  try {
    return await dispatch(argv);
  } catch (error) {
    return reportError(error, argv);
  }
}

async function dispatch(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv;
  switch (name) {
    case "run":
      return (await import("./run/run-command.ts")).runCommand(rest);
    case "start":
      return (await import("./start/start-command.ts")).startCommand(rest);
    case "supervise":
      return (await import("./start/supervise-command.ts")).superviseCommand(rest);
    case "stop":
      return (await import("./control/stop-command.ts")).stopCommand(rest);
    case "status":
      return (await import("./control/status-command.ts")).statusCommand(rest);
    case "notify":
      return (await import("./control/notify-command.ts")).notifyCommand(rest);
    case "recover":
      return (await import("./recover/recover-command.ts")).recoverCommand(rest);
    case "list":
      return (await import("./list/list-command.ts")).listCommand(rest);
    case "doctor":
      return (await import("./doctor/doctor-command.ts")).doctorCommand(rest);
    default:
      return (await import("./help/help-command.ts")).helpCommand(argv);
  }
}

/** A reader that has gone (`| head`, a closed terminal) must not end a run in the middle. */
function surviveClosedOutput(): void {
  process.stdout.on("error", () => {});
  process.stderr.on("error", () => {});
}
