import { EXIT_CODES_HELP } from "./exit-codes.ts";

/** `auxiliary run --help`. */
export const RUN_HELP = `Runs one analysis: modules start, the command runs, modules stop, the record is written.

  auxiliary run -- curl http://example.com/
  auxiliary run --timeout 60 --strict -- ./sample --quiet
  auxiliary run --machine win10 --timeout 120
  auxiliary run --task '{"id": "7", "options": {"sniffer.bpf": "port 53"}}' -- dig example.com

Usage: auxiliary run [OPTIONS] -- COMMAND [ARGUMENTS …]
       auxiliary run [OPTIONS] --machine NAME [-- COMMAND [ARGUMENTS …]]

  OPTION                  EFFECT                                           DEFAULT
  --conf FILE             which modules run, and how                       conf/auxiliaries.conf in the project
  --root FOLDER           the project; its package.json names the modules  this folder
  --task FILE|JSON        a JSON object: id, target, timeout, options      none
  --machine NAME|JSON     a section of conf/machines.conf in the project,  local: this host
                          or a machine as JSON of the same keys
  --analysis-path FOLDER  where results go                                 storage/analysis/ID in the project
  --timeout SECONDS       ends the analysis after that time                the task's; else none
  --strict                exit code 4 unless every module is whole         off
  --json                  prints the record to standard output; the        off
                          command's own output goes to standard error
  --debug                 modules' remarks, and stacks of errors           off
  -h, --help              this text

COMMAND is the machine where the machine's section says machinery = process, and there need not be one elsewhere: a
virtual machine is reverted and started after the modules, and stopped before them. The analysis is over when the guest
powers off, at the timeout, or when COMMAND ends, which then runs on this host with the machine's data in its
environment: AUX_MACHINE_NAME, AUX_MACHINE_IP, AUX_MACHINE_MAC, AUX_MACHINE_QMP, AUX_MACHINE_CONSOLE, AUX_MACHINE_AGENT
(where known), AUX_ANALYSIS_PATH and AUX_TASK_ID. A machine with machinery = external is COMMAND's own to revert, start
and stop.

Results: storage/analysis/ID in the project, ID being the task's id or the next free number. auxiliaries.json there is
the record; the other files are the modules' own, their logs in logs/. Results are never overwritten.

Standard output is the command's alone; all that auxiliary says goes to standard error.

Ctrl-C (also SIGTERM, SIGHUP) ends the command, the machine and then the modules, in order; a second one ends
everything at once. \`auxiliary stop FOLDER\` does the same from elsewhere, \`auxiliary status FOLDER\` tells how it stands.
At its timeout the command gets SIGTERM, and SIGKILL 5 s later; so does all that it started and left.

${EXIT_CODES_HELP}`;
