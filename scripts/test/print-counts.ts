import { buildCountsLine, loadVitestCounts, VITEST_REPORT_PATH } from "./vitest-counts.ts";

// CI reads the very last line of its log: the counts alone.
console.log(buildCountsLine(loadVitestCounts(VITEST_REPORT_PATH)));
