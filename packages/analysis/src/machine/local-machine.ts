import type { Machine } from "@aux/core";

/** The machinery that is built in: the analysed command is the machine. */
export const BUILT_IN_MACHINERY = "process";

/** Built in, too: somebody else drives the machine. */
export const EXTERNAL_MACHINERY = "external";

/** The machine without any configuration: this host, the analysed command as a process of it. */
export const LOCAL_MACHINE: Machine = { name: "local", machinery: BUILT_IN_MACHINERY };
