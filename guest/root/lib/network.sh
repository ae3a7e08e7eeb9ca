# The one network interface: GUEST_NET=dhcp, static (with GUEST_IP, GUEST_GATEWAY, GUEST_DNS) or none.
# GUEST_IP6 is an IPv6 address on top; the link-local one is the kernel's own doing.

DEVICE=

network_up() {
  ip link set lo up
  for path in /sys/class/net/*; do [ "${path##*/}" = lo ] || DEVICE=${path##*/}; done
  [ -n "$DEVICE" ] && [ "${GUEST_NET:=static}" != none ] || { log "network none"; return; }
  # Addresses are known to be nobody else's: no second of waiting for an objection.
  echo 0 >"/proc/sys/net/ipv6/conf/$DEVICE/accept_dad"
  ip link set "$DEVICE" up
  [ -z "$GUEST_IP6" ] || ip addr add "$GUEST_IP6" dev "$DEVICE"
  if [ "$GUEST_NET" = dhcp ]; then
    udhcpc -i "$DEVICE" -n -q -t 10 -T 1 -s /lib/dhcp.sh >/dev/null 2>&1 || log "dhcp failed"
  else
    ip addr add "$GUEST_IP" dev "$DEVICE"
    ip route add default via "$GUEST_GATEWAY"
    echo "nameserver $GUEST_DNS" >/etc/resolv.conf
  fi
  : "${GUEST_WEB:=$GUEST_GATEWAY}"
  [ ! -s /run/lease ] || . /run/lease
  log "network $DEVICE $(cat "/sys/class/net/$DEVICE/address") $(ip -4 addr show dev "$DEVICE" | awk '/inet /{print $2}')"
}

has_network() { [ -s /etc/resolv.conf ]; }

frames() { cat "/sys/class/net/$DEVICE/statistics/${1}_packets"; }

# Takes the interface down and says how many frames ever left it and came in. The driver counts a frame only when the
# host has taken it, so the counter must come to rest first.
network_down() {
  has_network || return
  before=-1
  while now=$(frames tx) && [ "$now" != "$before" ]; do before=$now; usleep 20000; done
  ip link set "$DEVICE" down
  log "frames sent $(frames tx) received $(frames rx)"
}
