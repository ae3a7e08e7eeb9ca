import type { RunBegan, ToolSpawned } from "../journal/journal-event.ts";
import { hasVariable, listProcesses } from "../process/list-processes.ts";
import { isAlive, type ProcessStat } from "../process/process-identity.ts";
import { RUN_MARKER } from "../tool/spawn-guarded.ts";
import { isSameHost } from "./is-runner-alive.ts";

/**
 * What a run has left running: programs of its journal that are still the same processes, all of their groups and
 * sessions, and whatever has the run's marker in its environment, with its group.
 *
 * A group or session whose leader is gone counts only with a marked member in it: its number may have been given away.
 */
export function findLeftProcesses(began: RunBegan, tools: readonly ToolSpawned[]): readonly ProcessStat[] {
  if (!isSameHost(began)) return [];
  const all = listProcesses().filter(({ pid }) => pid !== process.pid);
  const marked = all.filter(({ pid }) => hasVariable(pid, `${RUN_MARKER}=${began.token}-`));
  const leaders = tools.filter((tool) => isAlive(tool)).map(({ pid }) => pid);
  const known = new Set(tools.map(({ pid }) => pid));
  const groups = new Set([...leaders, ...marked.map(({ groupId }) => groupId).filter((id) => known.has(id))]);
  const pids = new Set(marked.map(({ pid }) => pid));
  return all.filter(
    ({ pid, groupId, sessionId }) => pids.has(pid) || groups.has(groupId) || groups.has(sessionId),
  );
}
