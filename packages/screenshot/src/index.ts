export { SCREENSHOT_PROBLEMS } from "./screenshot-problems.ts";
