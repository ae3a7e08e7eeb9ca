/** `auxiliary doctor --help`. */
export const DOCTOR_HELP = `Says what would keep an analysis from being whole, and which command mends it, before an analysis finds out.

  auxiliary doctor
  auxiliary doctor --machine win10
  auxiliary doctor --json | jq '.findings[] | select(.level != "well")'

Usage: auxiliary doctor [OPTIONS]

  OPTION                  EFFECT                                           DEFAULT
  --conf FILE             which modules run, and how                       conf/auxiliaries.conf in the project
  --root FOLDER           the project; its package.json names the modules  this folder
  --machine NAME          examines for this machine of conf/machines.conf  every machine is looked at, and
                                                                           modules are tried out for this host
  --json                  prints the report as JSON                        off
  --debug                 stacks of errors                                 off
  -h, --help              this text

Run it as the user who will run the analyses. It looks at
  node, storage, space  this host: the version, a file written where results go, free space
  runs                  analyses whose runner was killed, and that nobody has finished
  configuration         conf/auxiliaries.conf, everything that is wrong with it at once
  machine NAME          what the machine's machinery lacks: a program, an image, /dev/kvm, a domain
  each module           what it lacks, and a small trial of it: the sniffer records a packet that it sends to itself

Each line is
  well      nothing to do
  warning   an analysis would be whole; mend it all the same
  problem   an analysis could not run whole
and says below what to do. No machine is started, and what a trial made is removed again.

Exit codes:
  0    an analysis can run whole
  1    it could not: there is a problem
  2    wrong usage
  130  interrupted
`;
