export type { Rectangle } from "./picture/rectangle.ts";
export { default, default as Screenshot } from "./screenshot.ts";
export type { ScreenshotOptions } from "./screenshot-options.ts";
export { SCREENSHOT_PROBLEMS } from "./screenshot-problems.ts";
export type { Shot, ShotReason } from "./shots/shot.ts";
