export { connectX11, type X11ConnectOptions } from "./connect-x11.ts";
export type { Picture } from "./picture.ts";
export type { Rectangle } from "./rectangle.ts";
export { X11Error, type X11Problem } from "./x11-error.ts";
export { X11_PROBLEMS, type X11ProblemCode } from "./x11-problems.ts";
export type { X11Screen, X11Update } from "./x11-screen.ts";
