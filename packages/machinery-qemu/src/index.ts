export { QEMU_PROBLEMS } from "./qemu-problems.ts";
