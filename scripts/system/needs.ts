/** A command that this project's run or tests need, and the Debian package that brings it. */
export interface SystemNeed {
  readonly command: string;
  readonly debianPackage: string;
  /** A file that the package brings, where it brings no command. */
  readonly filePath?: string;
}

/** What a run with the sniffer needs. */
export const RUN_NEEDS: readonly SystemNeed[] = [{ command: "tcpdump", debianPackage: "tcpdump" }];

/** What a run on the guest needs beside; its kernel and its busybox are not installed. */
export const GUEST_NEEDS: readonly SystemNeed[] = [
  ...RUN_NEEDS,
  { command: "qemu-system-x86_64", debianPackage: "qemu-system-x86" },
  { command: "qemu-img", debianPackage: "qemu-utils" },
  { command: "ip", debianPackage: "iproute2" },
  { command: "unshare", debianPackage: "util-linux" },
];

/** What the tests need: networks of their own (ip, unshare, nsenter), other users (setpriv), processes looked at (ps). */
export const TEST_NEEDS: readonly SystemNeed[] = [
  ...RUN_NEEDS,
  { command: "ip", debianPackage: "iproute2" },
  { command: "unshare", debianPackage: "util-linux" },
  { command: "nsenter", debianPackage: "util-linux" },
  { command: "setpriv", debianPackage: "util-linux" },
  { command: "ps", debianPackage: "procps" },
  { command: "setsid", debianPackage: "util-linux" },
  { command: "setcap", debianPackage: "libcap2-bin" },
  { command: "sudo", debianPackage: "sudo" },
  { command: "git", debianPackage: "git" },
  { command: "xz", debianPackage: "xz-utils" },
  { command: "zstd", debianPackage: "zstd" },
  { command: "python3", debianPackage: "python3" },
  { command: "qemu-system-x86_64", debianPackage: "qemu-system-x86" },
  { command: "qemu-img", debianPackage: "qemu-utils" },
  { command: "virsh", debianPackage: "libvirt-clients" },
  { command: "libvirtd", debianPackage: "libvirt-daemon" },
  { command: "Xtigervnc", debianPackage: "tigervnc-standalone-server" },
  { command: "x11vnc", debianPackage: "x11vnc" },
  { command: "Xvfb", debianPackage: "xvfb" },
  { command: "xsetroot", debianPackage: "x11-xserver-utils" },
  { command: "xrandr", debianPackage: "x11-xserver-utils" },
  { command: "xterm", debianPackage: "xterm" },
];

/** What the benches need: the guest, a generator of packets, and what pictures of a screen are held against. */
export const BENCH_NEEDS: readonly SystemNeed[] = [
  ...GUEST_NEEDS,
  { command: "trafgen", debianPackage: "netsniff-ng" },
  {
    command: "Pillow",
    debianPackage: "python3-pil",
    filePath: "/usr/lib/python3/dist-packages/PIL/__init__.py",
  },
];
