/**
 * The known name that looks most like `found`, for "did you mean"; undefined when none is near. Case and the
 * difference of `-` and `_` do not count.
 */
export function nearestName(found: string, known: Iterable<string>): string | undefined {
  const wanted = normalise(found);
  let nearest: string | undefined;
  let best = longestDistance(wanted) + 1;
  for (const name of known) {
    const distance = editDistance(wanted, normalise(name), best);
    if (distance < best) {
      best = distance;
      nearest = name;
    }
  }
  return nearest;
}

function normalise(name: string): string {
  return name.slice(0, 64).toLowerCase().replaceAll("_", "-");
}

function longestDistance(name: string): number {
  return name.length < 4 ? 1 : name.length < 8 ? 2 : 3;
}

/** Letters to insert, remove or replace; two neighbours that changed places count once (Damerau). */
function editDistance(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) >= limit) return limit;
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let index = 1; index <= from.length; index++) {
    const next = nextRow(from, to, index, row, before);
    before = row;
    row = next;
  }
  return row[to.length] ?? limit;
}

function nextRow(
  from: string,
  to: string,
  index: number,
  above: readonly number[],
  twoAbove: readonly number[],
): number[] {
  const row = [index];
  for (let column = 1; column <= to.length; column++) {
    const cost = from[index - 1] === to[column - 1] ? 0 : 1;
    let distance = Math.min(at(above, column) + 1, at(row, column - 1) + 1, at(above, column - 1) + cost);
    if (from[index - 1] === to[column - 2] && from[index - 2] === to[column - 1]) {
      distance = Math.min(distance, at(twoAbove, column - 2) + 1);
    }
    row.push(distance);
  }
  return row;
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
