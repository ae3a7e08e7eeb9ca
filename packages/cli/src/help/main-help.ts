/** `auxiliary --help`. */
export const MAIN_HELP = `Runs a command as a sandbox analysis, with auxiliary modules (a network sniffer, …) around it.

  pnpm add @aux/cli @aux/sniffer
  mkdir -p conf && printf '[sniffer]\\nenabled = on\\n' > conf/auxiliaries.conf
  auxiliary run -- curl http://example.com/

The modules start before the command and stop after it. What they recorded, and the record of what ran, when and what
came of it (auxiliaries.json), are in storage/analysis/1 afterwards; the next run's in storage/analysis/2.

Usage: auxiliary COMMAND …

  run      runs one analysis                                           (auxiliary run --help)
  start    begins one in the background, around a machine of your own  (auxiliary start --help)
  stop     ends one, and says what came of it                          (auxiliary stop --help)
  status   tells how one stands                                        (auxiliary status --help)
  notify   tells the modules what becomes of your machine              (auxiliary notify --help)
  recover  finishes what killed runs have left                         (auxiliary recover --help)
  list     shows the modules that are there                            (auxiliary list --help)
  doctor   says what this host lacks, and what mends it                (auxiliary doctor --help)

  -h, --help     this text
  -V, --version  the version

Which modules run, and how, stands in conf/auxiliaries.conf: a section per module.
`;
