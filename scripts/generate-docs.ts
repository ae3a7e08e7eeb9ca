import { writeFileSync } from "node:fs";
import { buildErrorsPage } from "./docs/build-errors-page.ts";
import { loadCatalogues } from "./docs/load-catalogues.ts";

/** `pnpm run docs`: writes the pages that repeat what the code says. */
writeFileSync("docs/errors.md", buildErrorsPage(await loadCatalogues(".")));
