/** `auxiliary start --help`. */
export const START_HELP = `Begins one analysis that goes on in the background, and prints its folder once it is under way.

  # Your own program drives the machine: aux does all around it.
  folder=$(auxiliary start --detach --machine '{"name": "win10", "interface": "virbr1"}')
  vm revert win10 && vm start win10 && sleep 120 && vm stop win10
  auxiliary stop "$folder"

  # From Python, two calls as well.
  run = ["auxiliary", "start", "--detach", "--task", json.dumps({"id": "case-7"})]
  folder = subprocess.run(run, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
  …
  code = subprocess.run(["auxiliary", "stop", folder]).returncode

Usage: auxiliary start --detach [OPTIONS] [-- COMMAND [ARGUMENTS …]]

  OPTION                  EFFECT                                           DEFAULT
  --detach                goes on in the background (needed)
  --machine NAME|JSON     the machine; see below                           local: this host
  --conf FILE             which modules run, and how                       conf/auxiliaries.conf in the project
  --root FOLDER           the project; its package.json names the modules  this folder
  --task FILE|JSON        a JSON object: id, target, timeout, options      none
  --analysis-path FOLDER  where results go                                 storage/analysis/ID in the project
  --timeout SECONDS       ends the analysis after that time                the task's; else none
  --debug                 modules' remarks, and stacks of errors           off
  -h, --help              this text

Which machine, and who drives it:
  machinery = external    you do, whatever stands for it: the section, or JSON of the same keys (external needs not be
                          said there), only tells the modules where the machine is: interface, ip, mac, qmp, vnc, …
  neither machinery nor   the same: without COMMAND, a section with machinery = process is data alone, and so is this
  command                 host without --machine. Call \`auxiliary stop\` when the machine is off.
  qemu, libvirt, …        this run reverts, starts and stops it
  a COMMAND               is the machine, or runs beside it, as with \`auxiliary run\`

It returns when every module works and the machine runs. What the run says afterwards is in logs/supervisor.log, what
COMMAND says in logs/command.log, each up to 4 MiB. SIGTERM to the run ends it in order; SIGHUP does nothing.
\`auxiliary status FOLDER\` tells how it stands, \`auxiliary stop FOLDER\` ends it, \`auxiliary notify FOLDER HOOK\` tells the
modules of a machine that you drive.

Exit codes:
  0    the analysis is under way; its folder, absolute, is all of the standard output
  2    wrong usage or configuration; nothing was started
  3    the analysis did not begin, or the machinery failed
  130  interrupted before the analysis was under way
`;
