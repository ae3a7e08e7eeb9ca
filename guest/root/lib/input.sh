# What is typed, clicked and pointed at, as the guest's input devices say it: kept as it comes, counted when asked.

watch_input() {
  mkdir -p /run/input
  for event in /sys/class/input/event*; do
    read -r name <"$event/device/name"
    case $name in
      "Power Button") continue ;;
      *Tablet) tablet=" with a tablet" ;;
    esac
    cat "/dev/input/${event##*/}" >"/run/input/${event##*/}" &
  done
  log "input watched$tablet"
}

# keys CODE:PRESSES,… clicks N held N moves N at X,Y (a tablet's last place, 0 to 32767; -1,-1 where there was none).
# The records are those of linux/input.h, here as twelve numbers of 16 bits: eight of time, then the type (1 key, 2 step,
# 3 place), the code (272 the left button) and the value.
input_seen() {
  cat /run/input/* 2>/dev/null | od -An -v -t u2 -w24 | awk '
    BEGIN { x = -1; y = -1 }
    $9 == 1 && $11 == 1 { if ($10 == 272) clicks++; else presses[$10]++; held++ }
    $9 == 1 && $11 == 0 { held-- }
    $9 == 2 || $9 == 3 { moves++ }
    $9 == 3 && $10 == 0 { x = $11 }
    $9 == 3 && $10 == 1 { y = $11 }
    END {
      for (code = 0; code < 768; code++) if (presses[code]) keys = keys "," code ":" presses[code]
      print "keys " (keys ? substr(keys, 2) : "none"), "clicks", clicks + 0, "held", held + 0, "moves", moves + 0, "at", x "," y
    }'
}
