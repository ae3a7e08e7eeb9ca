export type { ConsoleOptions } from "./console-options.ts";
export { CONSOLE_PROBLEMS } from "./console-problems.ts";
export type { LoggedEvent } from "./event-log.ts";
export { default, default as MachineConsole } from "./machine-console.ts";
