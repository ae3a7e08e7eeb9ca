#!/usr/bin/env node
import { main } from "./main.ts";

// A module that leaves a timer or a socket open must not keep the terminal: all that matters has been awaited.
process.exit(await main(process.argv.slice(2)));
