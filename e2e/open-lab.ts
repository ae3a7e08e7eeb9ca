import { buildGuest } from "../guest/build-guest.ts";
import { Lab } from "../guest/lab/lab.ts";

// Opens a lab, says the pid that holds it, runs a command in it, and never closes it: for whoever kills this.
const { busyboxPath } = await buildGuest();
const lab = await Lab.open({ busyboxPath });
console.log(lab.pid);
await lab.run({ file: "sleep", args: ["60"] });
