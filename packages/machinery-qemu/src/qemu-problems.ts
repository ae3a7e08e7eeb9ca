/** Every problem that `@aux/machinery-qemu` reports, each with its meaning and what to do about it. */
export const QEMU_PROBLEMS = {} as const;
