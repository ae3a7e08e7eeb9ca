export type { LoggedAction } from "./action-log.ts";
export { default, default as Human } from "./human.ts";
export type { HumanOptions } from "./human-options.ts";
export { HUMAN_PROBLEMS } from "./human-problems.ts";
