/** `auxiliary status --help`. */
export const STATUS_HELP = `Tells how an analysis stands: what runs, since when, each module's state, problems, files so far.

  auxiliary status storage/analysis/7
  auxiliary status --json "$folder"

Usage: auxiliary status [OPTIONS] FOLDER

  OPTION             EFFECT                                       DEFAULT
  --json             prints state, pid, record, files as JSON     off
  --timeout SECONDS  how long the run may take to answer          5
  --debug            stacks of errors                             off
  -h, --help         this text

The state is running, over (the record says what came of it), or gone: the process that kept the analysis was killed,
and its record was never finished.

Exit codes:
  0  running or over
  2  wrong usage, or no analysis in that folder
  3  gone, or it cannot be asked
`;
