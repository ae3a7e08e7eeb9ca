import type { Problem } from "../errors/problem.ts";

const LONGEST_TEXT = 2_000;
const MOST_WORDS = 5;
const LONGEST_WORDS = 500;

/** A problem as the journal keeps it: short enough for a line. The record has it whole. */
export function clipProblem(problem: Problem): Problem {
  const { message, remedy, lastWords } = problem;
  return {
    ...problem,
    message: message.slice(0, LONGEST_TEXT),
    remedy: remedy.slice(0, LONGEST_TEXT),
    ...(lastWords === undefined
      ? {}
      : { lastWords: lastWords.slice(-MOST_WORDS).map((words) => words.slice(0, LONGEST_WORDS)) }),
  };
}
