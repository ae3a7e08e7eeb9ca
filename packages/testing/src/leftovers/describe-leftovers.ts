import type { LeftoverHandle } from "./handle-watch.ts";
import type { Leftovers } from "./leftovers.ts";

/** What was left behind, a line each, for a person; empty when there is nothing. */
export function describeLeftovers(leftovers: Leftovers): string {
  return [
    ...leftovers.processes.map(({ pid, command }) => `process ${pid}: ${command || "(no command line)"}`),
    ...leftovers.handles.map(describeHandle),
    ...leftovers.descriptors.map(({ number, target }) => `descriptor ${number}: ${target}`),
    ...leftovers.files.map((path) => `file ${path}`),
  ].join("\n");
}

function describeHandle({ type, count, madeAt }: LeftoverHandle): string {
  const origin = madeAt.length === 0 ? "" : `, made at ${madeAt.join(" and ")}`;
  return `${count} × ${type}${origin}`;
}
