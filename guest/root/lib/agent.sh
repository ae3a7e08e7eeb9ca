# The agent: lines on the virtio-serial port `agent`. `ID COMMAND WORDS` is answered by `ID ok …` or `ID error …`; the
# line `ready` comes by itself whenever somebody has connected. The kernel's port ends a read while nobody is
# connected, and holds a write until somebody is.

agent() {
  for path in /sys/class/virtio-ports/*; do
    [ "$(cat "$path/name" 2>/dev/null)" = agent ] && port=/dev/${path##*/}
  done
  [ -n "$port" ] || { log "agent none"; return; }
  exec 3<>"$port"
  log "agent $port"
  while echo ready >&3; do
    while read -r id command words <&3; do
      case $words in *\"*|*\'*|*\**) set -f ;; esac
      if answer=$(serve "$command" $words); then echo "$id ok $answer"; else echo "$id error $answer"; fi >&3
      set +f
    done
  done
}

serve() {
  command=$1
  shift
  case $command in
    ping) echo "pong $(uptime_now)" ;;
    name) echo "$1" >/run/name ;;
    dns) ask_name "${1:-asked}"; echo "$number $answer" ;;
    http) get_page "${1:-asked}" "$2"; echo "$number $answer" ;;
    fetch) timeout 5 wget -q -O - "$1" 2>&1 | head -n 1 ;;
    icmp) ping_host "${1:-1}" "$2"; echo "$number $answer" ;;
    colour) show_colour "$1" || { echo "no colour $1"; return 1; } ;;
    popup) show_popup "${1:-white}" "${2:-black}" "${3:-200000}" ;;
    picture) show_picture ;;
    text) show_text "$@" ;;
    date) date -s "@$1" >/dev/null && date +%s ;;
    input) input_seen ;;
    frames) echo "sent $(frames tx) received $(frames rx)" ;;
    say) log "$@" ;;
    sh) sh -c "$*" 2>&1 | tr '\n' '|' ;;
    deaf) : >/run/deaf ;;
    panic) soon eval 'echo c >/proc/sysrq-trigger' ;;
    reboot) soon reboot -f ;;
    poweroff) soon power_off request ;;
    *) echo "no command $command"; return 1 ;;
  esac
}

# Once the answer is on its way.
soon() { { usleep 50000; "$@"; } >/dev/null 2>&1 & }
