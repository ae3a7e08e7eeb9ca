# What the guest does by itself: GUEST_JOB=demo, or nothing. GUEST_AFTER=poweroff (the default of a job) or stay.

job() {
  [ "$GUEST_JOB" = demo ] || { log "job none"; return; }
  log "job demo"
  show_colour blue
  ask_name first
  get_page hello
  [ -z "$GUEST_WEB6" ] || get_page hello-over-ipv6 "$GUEST_WEB6"
  ping_host 5
  show_picture
  for label in update login beacon; do ask_name $label; get_page $label; done
  show_colour green
  usleep 300000
  show_popup white green 200000
  usleep 300000
  show_colour red
  # Somebody may want to click.
  usleep 500000
  get_page last
  log "job done"
  [ "$GUEST_AFTER" = stay ] || power_off "end of the job"
}
