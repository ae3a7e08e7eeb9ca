export type { Rectangle } from "./picture/rectangle.ts";
export { SCREENSHOT_PROBLEMS } from "./screenshot-problems.ts";
export type { Frame } from "./sources/frame.ts";
export type { ScreenSource, ScreenView, SourceName } from "./sources/screen-source.ts";
