export { default, default as MachineMemory } from "./machine-memory.ts";
export type { MemoryOptions } from "./memory-options.ts";
export { MEMORY_PROBLEMS } from "./memory-problems.ts";
