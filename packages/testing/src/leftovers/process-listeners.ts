/** How many listeners `process` has for each event. */
export function countProcessListeners(): ReadonlyMap<string, number> {
  const events = process.eventNames().filter((event) => typeof event === "string");
  return new Map(events.map((event) => [event, process.listenerCount(event)]));
}

/** The events for which there are more listeners now, with how many more. */
export function findAddedListeners(before: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const added = [...countProcessListeners()]
    .map(([event, count]) => [event, count - (before.get(event) ?? 0)] as const)
    .filter(([, count]) => count > 0);
  return new Map(added);
}
