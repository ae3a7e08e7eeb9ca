/** The table of exit codes, for every help text that needs it. */
export const EXIT_CODES_HELP = `Exit codes:
  0    all well; also when the analysis ended at its timeout
  2    wrong usage or configuration; nothing was started
  3    the analysis did not begin, or the machinery or a required module failed, or a crash aborted it
  4    with --strict: some module is not whole
  130  interrupted
  …    else the command's own code; 128 + n when signal n ended it
`;
