# Requests, each with a number that is also in its packets: `sent NUMBER KIND …` is logged before it leaves,
# `got NUMBER KIND …` after the answer. GUEST_NAME is in each, too, so that machines can be told apart.

: "${GUEST_NAME:=guest}"

# A machine that was reverted still has the kernel's command line of its snapshot: the agent's `name` wins.
begin_request() {
  next_number
  [ ! -s /run/name ] || GUEST_NAME=$(cat /run/name)
}

# ask_name LABEL: an A query for nNUMBER.LABEL.GUEST_NAME.test
ask_name() {
  begin_request
  name=n$number.$1.$GUEST_NAME.test
  log "sent $number dns $name"
  answer=$(nslookup -type=a "$name" "$GUEST_DNS" 2>/dev/null | awk '/^Name/{named = 1} named && /^Address/{print $2}')
  log "got $number dns $answer"
}

# get_page PATH [HOST[:PORT]]: GET /nNUMBER/GUEST_NAME/PATH
get_page() {
  begin_request
  url=http://${2:-$GUEST_WEB}/n$number/$GUEST_NAME/$1
  log "sent $number http $url"
  # `timeout`, because a wget with -T crashes in Debian 12's busybox.
  answer=$(timeout 5 wget -q -O - "$url" 2>&1 | head -n 1)
  log "got $number http $answer"
}

# ping_host COUNT [HOST]: one number for the series; the packets have their ICMP sequence numbers.
ping_host() {
  begin_request
  host=${2:-$GUEST_GATEWAY}
  log "sent $number ping $1 $host"
  answer=$(ping -q -A -W 2 -c "$1" "$host" 2>&1 | awk '/received/{print $4}')
  log "got $number ping $answer"
}
