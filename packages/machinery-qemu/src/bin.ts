#!/usr/bin/env node
import { main } from "./command-line/main.ts";

process.exit(await main(process.argv.slice(2)));
