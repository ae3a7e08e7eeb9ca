// Serves Verdaccio on a free port of the loopback, names the port on stdout, and ends with the process that holds its stdin.
// node serve.mjs <folder that Verdaccio is installed in> <its configuration file>
import { createRequire } from "node:module";
import { join } from "node:path";

const [folderPath, configPath] = process.argv.slice(2);
process.stdin.resume().on("end", () => process.exit());

const { runServer } = createRequire(join(folderPath, "package.json"))("verdaccio");
const application = await runServer(configPath);
const server = application.listen(0, "127.0.0.1", () => console.log(`PORT ${server.address().port}`));
