/** `auxiliary notify --help`. */
export const NOTIFY_HELP = `Tells the modules of an analysis what becomes of a machine that you drive yourself.

  auxiliary notify "$folder" machineStarted     # it has just been started
  auxiliary notify "$folder" machineStopping    # it is about to be stopped

Usage: auxiliary notify [OPTIONS] FOLDER HOOK

  OPTION             EFFECT                                       DEFAULT
  --timeout SECONDS  how long the modules may take together       600
  --debug            stacks of errors                             off
  -h, --help         this text

Both may be left out: then modules that act while the machine is alive (a memory dump before its end, say) do not. It
returns when each module has heard it; told again, nothing happens.

Exit codes:
  0  the modules were told
  2  wrong usage, or no analysis in that folder
  3  the analysis is over, gone, or drives its machine itself
`;
