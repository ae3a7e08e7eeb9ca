#!/bin/sh
# What udhcpc calls with what it was told: see `busybox udhcpc --help`.
[ "$1" = bound ] || [ "$1" = renew ] || exit 0
ip addr add "$ip/$mask" dev "$interface"
[ -z "$router" ] || ip route add default via "${router%% *}"
for server in $dns; do echo "nameserver $server"; done >/etc/resolv.conf
{
  echo "GUEST_GATEWAY=${router%% *}"
  echo ": \${GUEST_DNS:=${dns%% *}} \${GUEST_WEB:=${router%% *}}"
} >/run/lease
