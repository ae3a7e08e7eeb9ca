export { HUMAN_PROBLEMS } from "./human-problems.ts";
