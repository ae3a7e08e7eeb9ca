import { EXIT_CODES_HELP } from "./exit-codes.ts";

/** `auxiliary run --help`. */
export const RUN_HELP = `Runs one analysis: modules start, the command runs, modules stop, the record is written.

  auxiliary run -- curl http://example.com/
  auxiliary run --timeout 60 --strict -- ./sample --quiet
  auxiliary run --task '{"id": "7", "options": {"sniffer.bpf": "port 53"}}' -- dig example.com

Usage: auxiliary run [OPTIONS] -- COMMAND [ARGUMENTS …]

  --conf FILE            which modules run, and how          (conf/auxiliaries.conf in the project)
  --root FOLDER          the project: its package.json names the modules' packages   (this folder)
  --task FILE|JSON       the task: id, target, timeout, options; a JSON object or a file with one   (none)
  --machine NAME         a section of conf/machines.conf in the project    (local: this host)
  --analysis-path FOLDER where results go            (storage/analysis/ID in the project)
  --timeout SECONDS      ends the analysis after that time   (the task's timeout; else no limit)
  --strict               exit code 4 unless every module is whole          (off)
  --json                 prints the record to standard output at the end; the command's own output then goes to
                         standard error                                    (off)
  --debug                modules' remarks, and stacks of errors            (off)
  -h, --help             this text

Results: storage/analysis/ID in the project, ID being the task's id or the next free number. auxiliaries.json there is
the record; the other files are the modules' own, their logs in logs/. Results are never overwritten.

Standard output is the command's alone; all that auxiliary says goes to standard error.

Ctrl-C (also SIGTERM, SIGHUP) ends the command and then the modules in order; a second one ends everything at once.
At its timeout the command gets SIGTERM, and SIGKILL 5 s later; so does all that it started and left.

${EXIT_CODES_HELP}`;
