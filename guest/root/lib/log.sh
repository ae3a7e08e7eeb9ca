# Lines on the serial console, `guest SECONDS WORDS`: seconds since the kernel began.

uptime_now() { cut -d' ' -f1 /proc/uptime; }

log() { echo "guest $(uptime_now) $*" >/dev/ttyS0; }

# The next number of a request; the agent, the job and the power button's watcher share the numbers.
next_number() {
  until mkdir /run/numbering 2>/dev/null; do usleep 1000; done
  number=$(($(cat /run/number 2>/dev/null || echo 0) + 1))
  echo $number >/run/number
  rmdir /run/numbering
}
