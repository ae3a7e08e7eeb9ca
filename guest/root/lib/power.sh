# Ways off: at the end of the job, on the agent's request, and by the ACPI power button. Each says goodbye first, so
# that there is traffic while the machine shuts down.

# power_off REASON
power_off() {
  mkdir /run/off 2>/dev/null || return
  log "power-off $1"
  if has_network; then ask_name goodbye; get_page goodbye; fi
  network_down
  log "input over"
  log "input $(input_seen)"
  log "off"
  poweroff -f
}

# GUEST_BUTTON=ignore and the agent's `deaf` make a machine that hangs at power-down.
watch_button() {
  for event in /sys/class/input/event*; do
    read -r name <"$event/device/name"
    [ "$name" = "Power Button" ] && button=/dev/input/${event##*/}
  done
  [ "$GUEST_BUTTON" != ignore ] || : >/run/deaf
  while head -c 24 "$button" >/dev/null; do
    log "button pressed"
    [ -e /run/deaf ] || power_off button
  done
}
