/**
 * Which of the pictures, given by their numbers in order, is to go, so that those that stay are spread evenly over the
 * run: the one whose neighbours are closest, never the first or the last. Undefined when there is nothing between.
 */
export function chooseThinned(numbers: readonly number[]): number | undefined {
  let chosen: number | undefined;
  let smallest = Number.POSITIVE_INFINITY;
  for (let index = 1; index < numbers.length - 1; index++) {
    const gap = (numbers[index + 1] ?? 0) - (numbers[index - 1] ?? 0);
    if (gap >= smallest) continue;
    [chosen, smallest] = [index, gap];
  }
  return chosen;
}
