/** `auxiliary list --help`. */
export const LIST_HELP = `Shows every auxiliary module that the project depends on, and whether it runs.

  auxiliary list

Usage: auxiliary list [OPTIONS]

  OPTION                  EFFECT                                           DEFAULT
  --conf FILE             which modules run, and how                       conf/auxiliaries.conf in the project
  --root FOLDER           the project; its package.json names the modules  this folder
  --json                  prints the list as JSON                          off
  --debug                 stacks of errors                                 off
  -h, --help              this text

Candidates are the direct dependencies with the keyword auxiliary-module; none of their code is run for the list.
An order of \`-\` is the module's own, mostly 1.

Exit codes:
  0  all well
  2  wrong usage or configuration
`;
