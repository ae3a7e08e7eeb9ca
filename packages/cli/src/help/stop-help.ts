import { EXIT_CODES_HELP } from "./exit-codes.ts";

/** `auxiliary stop --help`. */
export const STOP_HELP = `Ends an analysis, whichever process keeps it, and says what came of it, as \`auxiliary run\` does.

  auxiliary stop "$folder"
  auxiliary stop --json storage/analysis/7 > record.json

Usage: auxiliary stop [OPTIONS] FOLDER

  OPTION             EFFECT                                                            DEFAULT
  --now              at once: what takes its time is cut short                         in order
  --timeout SECONDS  how long to wait for the end; the analysis goes on ending after   600
  --strict           exit code 4 unless every module is whole                          off
  --json             prints the record to standard output                              off
  --debug            stacks of errors                                                  off
  -h, --help         this text

Where you drive the machine yourself, it is off when you call this: a normal end. So it is where nothing else would end
the analysis (no COMMAND, no timeout). Anything else is interrupted by it: 130.

An analysis that is over already, or stopped twice, gives the same answer from its record. Ctrl-C ends the waiting, not
the ending.

${EXIT_CODES_HELP}
3 also means: the process that kept the analysis is gone, or it cannot be asked; the message says which, and what to do.
`;
