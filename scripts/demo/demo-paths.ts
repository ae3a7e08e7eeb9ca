/** Where analyses of the demo go. */
export const STORAGE_PATH = "storage/analysis";

/** The built command line. */
export const BIN_PATH = "packages/cli/dist/bin.js";

/** The project whose machine is the guest. */
export const GUEST_PROJECT_PATH = "examples/guest";
