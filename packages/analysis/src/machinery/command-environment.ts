import type { Machine, Task } from "@aux/core";

/**
 * What the command of an analysis on a virtual machine learns from its environment, beside this process' own: only what
 * is known is there.
 */
export function buildCommandEnvironment(
  machine: Machine,
  analysisPath: string,
  task: Task,
): NodeJS.ProcessEnv {
  const added = {
    AUX_MACHINE_NAME: machine.name,
    AUX_MACHINE_IP: machine.ip,
    AUX_MACHINE_MAC: machine.mac,
    AUX_MACHINE_QMP: machine.qmp,
    AUX_MACHINE_CONSOLE: machine.console,
    AUX_MACHINE_AGENT: machine.agent,
    AUX_ANALYSIS_PATH: analysisPath,
    AUX_TASK_ID: task.id,
  };
  // One that an outer analysis has set is not this machine's.
  const inherited = Object.entries(process.env).filter(([name]) => !Object.hasOwn(added, name));
  const known = Object.entries(added).filter(([, value]) => value !== undefined);
  return Object.fromEntries([...inherited, ...known]);
}
