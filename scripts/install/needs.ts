import { RUN_NEEDS, type SystemNeed } from "../system/needs.ts";

/** What the install test needs beside Node and npm: a sniffer's tool, and a clone to release from. */
export const INSTALL_NEEDS: readonly SystemNeed[] = [...RUN_NEEDS, { command: "git", debianPackage: "git" }];
