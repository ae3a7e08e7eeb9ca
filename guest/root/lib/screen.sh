# The screen is VGA text, 720x400 pixels. A colour fills all of it; no cursor blinks.

printf '\033[?25l' >/dev/tty0

# What is typed must not show in it; a terminal forgets that when nobody has it open.
exec 4<>/dev/tty0
stty -echo <&4

colour_code() {
  case $1 in
    black) echo 40 ;; red) echo 41 ;; green) echo 42 ;; yellow) echo 43 ;;
    blue) echo 44 ;; magenta) echo 45 ;; cyan) echo 46 ;; white) echo 47 ;;
    *) return 1 ;;
  esac
}

show_colour() {
  code=$(colour_code "$1") || return 1
  printf "\033[${code}m\033[2J\033[H" >/dev/tty0
  log "screen $1"
}

# show_popup COLOUR BEHIND MICROSECONDS: one colour for a moment, then what was behind it.
show_popup() {
  show_colour "$1" && usleep "$3" && show_colour "$2"
}

# Eight vertical stripes, one of each colour.
show_picture() {
  stripes=
  for code in 40 41 42 43 44 45 46 47; do stripes="$stripes\033[${code}m          "; done
  row=0
  printf '\033[H' >/dev/tty0
  while [ $row -lt 25 ]; do row=$((row + 1)); printf "\033[$row;1H$stripes" >/dev/tty0; done
  log "screen stripes"
}

show_text() { printf '%s' "$*" >/dev/tty0; log "screen text"; }
