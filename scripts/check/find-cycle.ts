/** The first cycle of a graph, as the names on it with the first one again at the end, if there is one. */
export function findCycle(graph: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const done = new Set<string>();
  for (const name of graph.keys()) {
    const cycle = walk(graph, name, [], done);
    if (cycle) return cycle;
  }
  return undefined;
}

function walk(
  graph: ReadonlyMap<string, readonly string[]>,
  name: string,
  path: readonly string[],
  done: Set<string>,
): readonly string[] | undefined {
  if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
  if (done.has(name)) return undefined;
  for (const next of graph.get(name) ?? []) {
    const cycle = walk(graph, next, [...path, name], done);
    if (cycle) return cycle;
  }
  done.add(name);
  return undefined;
}
