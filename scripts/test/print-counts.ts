import {
  addCounts,
  buildCountsLine,
  FAULTS_REPORT_PATH,
  loadVitestCounts,
  VITEST_REPORT_PATH,
} from "./vitest-counts.ts";

// CI reads the very last line of its log: the counts alone, of `pnpm test` and `pnpm test:faults` together.
const all = [VITEST_REPORT_PATH, FAULTS_REPORT_PATH].map((path) => loadVitestCounts(path));
console.log(buildCountsLine(all.reduce(addCounts)));
