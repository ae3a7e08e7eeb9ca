/** `auxiliary recover --help`. */
export const RECOVER_HELP = `Finishes what killed runs have left: ends their programs, undoes what they had acquired, and writes their records.

  auxiliary recover
  auxiliary recover storage/analysis/7

Usage: auxiliary recover [OPTIONS] [FOLDER …]

  OPTION         EFFECT                                               DEFAULT
  --root FOLDER  the project: all of its storage/analysis             this folder
  --json         prints what came of each folder to standard output   off
  --debug        stacks of errors                                     off
  -h, --help     this text

Without FOLDER: every analysis in the project's storage whose process is gone. \`auxiliary run\` does that by itself
before it starts.

What there is to do stands in journal.jsonl in the analysis folder, where a run writes down what it does at the moment
it does it. A process is ended only when its number and its start are those of the journal, or when it has the run's
marker in its environment; nothing is ended after the host was booted anew. A folder, journal or record that another
user could have written is refused, and so is a run that goes on.

The record then says \`interrupted\`, which module was how far, and what each of its files holds; a capture that was cut
short is repaired to its last whole packet, beside the original. It does no harm to do this twice, or to be killed
while doing it.

Exit codes:
  0  recovered, or nothing to recover
  2  wrong usage, or a FOLDER that holds no analysis
  3  refused (the run goes on, the folder is another user's), or something is left on this host that the lines name
`;
