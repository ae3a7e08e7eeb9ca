#!/usr/bin/env node
// The bin of a checkout: package managers link it before dist/ is built. The published package's is dist/bin.js.
import "../dist/bin.js";
